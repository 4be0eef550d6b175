package dev.retort.kit.store;

import java.time.Duration;

/**
 * How long to try again, with pauses that double from {@code firstPause} to {@code longestPause}.
 *
 * @param total from the first failure on
 */
public record Patience(Duration firstPause, Duration longestPause, Duration total) {
    /** Long enough for a store that is restarted, short enough that somebody is told. */
    public static final Patience TWO_MINUTES =
            new Patience(Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofMinutes(2));
}
