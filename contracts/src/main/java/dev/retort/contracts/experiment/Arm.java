package dev.retort.contracts.experiment;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A student of the run.
 *
 * @param promote whether its checkpoints are candidates for the champion; a baseline's are not
 * @param labelSmoothing share of the hard label spread over all classes, in [0, 1); null where it is the student's
 */
public record Arm(
        String name,
        DistillationLoss loss,
        boolean promote,
        @Nullable Double labelSmoothing) {
    private static final Pattern CYCLE = Pattern.compile("cycle-\\d{4,9}");

    /** With the label smoothing of the student. */
    public Arm(String name, DistillationLoss loss, boolean promote) {
        this(name, loss, promote, null);
    }

    /** Its own label smoothing, or the student's. */
    public double labelSmoothing(TrainingSpec student) {
        return labelSmoothing == null ? student.labelSmoothing() : labelSmoothing;
    }

    Arm named(String other) {
        return new Arm(other, loss, promote, labelSmoothing);
    }

    /** The arm of a run's n-th retraining, from 1. */
    public static String cycle(int number) {
        return "cycle-%04d".formatted(number);
    }

    /** Whether it is the name of a retraining. */
    public static boolean isCycle(String name) {
        return CYCLE.matcher(name).matches();
    }
}
