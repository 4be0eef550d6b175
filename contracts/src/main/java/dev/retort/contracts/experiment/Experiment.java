package dev.retort.contracts.experiment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One YAML file: everything that determines a run. Where files lie on a machine is not part of it.
 *
 * @param seed root of every random choice of the run
 * @param arms students that read the same transfer set, trained one after the other in this order; where the
 *     student has several seeds, all arms with the first one, then all with the second: see {@link Replica}
 * @param continuous null where the run ends with its students
 */
public record Experiment(
        String name,
        long seed,
        Precision precision,
        DatasetSpec dataset,
        TeacherSpec teacher,
        TransferSetSpec transferSet,
        StudentSpec student,
        List<Arm> arms,
        PromotionPolicy promotion,
        @Nullable ContinuousSpec continuous) {

    public Experiment {
        arms = List.copyOf(arms);
    }

    public Experiment(
            String name,
            long seed,
            Precision precision,
            DatasetSpec dataset,
            TeacherSpec teacher,
            TransferSetSpec transferSet,
            StudentSpec student,
            List<Arm> arms,
            PromotionPolicy promotion) {
        this(name, seed, precision, dataset, teacher, transferSet, student, arms, promotion, null);
    }
}
