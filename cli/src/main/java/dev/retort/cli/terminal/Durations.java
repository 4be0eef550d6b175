package dev.retort.cli.terminal;

import java.time.Duration;

/** Durations for people. */
public final class Durations {
    private static final long MINUTE = 60;

    private Durations() {}

    /** Nothing for no time at all: there is nothing to say about it. */
    static String wordsIfAny(Duration duration) {
        return duration.isPositive() ? words(duration) : "";
    }

    /** Such as {@code 0.8 s}, {@code 34 s}, {@code 12 min 5 s} or {@code 3 h 20 min}. */
    public static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            return "%.1f s".formatted(duration.toMillis() / 1000.0);
        }
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        }
        if (duration.toHours() == 0) {
            return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
        }
        return "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
    }
}
