package dev.retort.contracts.experiment;

import java.util.regex.Pattern;

/**
 * A student of the run.
 *
 * @param promote whether its checkpoints are candidates for the champion; a baseline's are not
 */
public record Arm(String name, DistillationLoss loss, boolean promote) {
    private static final Pattern CYCLE = Pattern.compile("cycle-\\d{4,9}");

    /** The arm of a run's n-th retraining, from 1. */
    public static String cycle(int number) {
        return "cycle-%04d".formatted(number);
    }

    /** Whether it is the name of a retraining. */
    public static boolean isCycle(String name) {
        return CYCLE.matcher(name).matches();
    }
}
