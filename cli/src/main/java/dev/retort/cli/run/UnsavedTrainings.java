package dev.retort.cli.run;

import dev.retort.cli.terminal.Durations;
import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.TeacherSpec;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Trainings that write no checkpoint before their last step, and so begin again where they are killed. Worth a word only
 * where that costs something: where the training, by the pace that its own progress shows, takes longer than
 * {@link #WORTH_SAVING}. Said once of the teacher and once of the students.
 */
final class UnsavedTrainings {
    /** What takes no longer than that may begin again. The quick start's takes half a minute on two cores. */
    static final Duration WORTH_SAVING = Duration.ofMinutes(2);
    /** The first steps of a process are slow, and say nothing of its pace. */
    static final Duration MEASURED = Duration.ofSeconds(10);

    private final Map<Phase, String> sections = new EnumMap<>(Phase.class);
    private final Map<Phase, PhaseProgressed> begun = new EnumMap<>(Phase.class);
    private final Map<Phase, String> untold = new EnumMap<>(Phase.class);

    UnsavedTrainings(Experiment experiment) {
        if (experiment.teacher() instanceof TeacherSpec.Catalogued teacher
                && teacher.training().checkpointEverySteps() == 0) {
            sections.put(Phase.TEACHER_TRAINING, "teacher");
        }
        if (experiment.student().training().checkpointEverySteps() == 0) {
            sections.put(Phase.STUDENT_TRAINING, "student");
        }
    }

    void on(PhaseProgressed now) {
        String section = sections.get(now.phase());
        if (section == null) {
            return;
        }
        PhaseProgressed first = begun.get(now.phase());
        if (first == null || !first.arm().equals(now.arm()) || now.done() <= first.done()) {
            begun.put(now.phase(), now);
            return;
        }
        Duration measured = Duration.between(first.at(), now.at());
        Duration whole = measured.multipliedBy(now.total()).dividedBy(now.done() - first.done());
        if (measured.compareTo(MEASURED) >= 0 && whole.compareTo(WORTH_SAVING) > 0) {
            sections.remove(now.phase());
            untold.put(now.phase(), sentence(now.arm(), whole, section));
        }
    }

    private static String sentence(String arm, Duration whole, String section) {
        return "the training of %s takes about %s and writes no checkpoint before its last step: killed, it begins again"
                        .formatted(arm, Durations.words(whole))
                + "; %s.checkpointEverySteps sets some".formatted(section);
    }

    /** Nothing is to be said of it any more. */
    void finished(Phase phase) {
        untold.remove(phase);
    }

    /** What was not said yet. */
    List<String> take() {
        List<String> taken = List.copyOf(untold.values());
        untold.clear();
        return taken;
    }
}
