package dev.retort.teacher.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.kit.run.RunView;
import java.util.List;
import java.util.Optional;

/** A teacher that another run has trained from the same images, split, seed, precision and settings is this run's too. */
final class TeacherReuse {
    private TeacherReuse() {}

    static Optional<Digest> find(List<RunView> runs, RunView run, Digest dataset) {
        return runs.stream()
                .filter(other -> !other.run().equals(run.run()) && dataset.equals(other.dataset()))
                .filter(other -> sameTeacher(other.experiment(), run.experiment()))
                .flatMap(other -> Optional.ofNullable(other.teacherVersion()).stream())
                .findFirst();
    }

    private static boolean sameTeacher(Experiment a, Experiment b) {
        return a.seed() == b.seed()
                && a.precision() == b.precision()
                && a.dataset().heldOutImages() == b.dataset().heldOutImages()
                && a.teacher().equals(b.teacher());
    }
}
