package dev.retort.gateway.domain;

import dev.retort.contracts.event.CanaryBounds;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts a canary's requests, and remembers the latest. */
final class CanaryTally {
    /** Enough for a p99; few enough that a canary that turns bad is not saved by its past. */
    private static final int LATEST = 1000;

    private static final long NO_ANSWER = -1;
    private static final double P99 = 0.99;

    private final long[] nanos = new long[LATEST];
    private long requests;
    private long failures;

    synchronized void answered(long after) {
        add(after);
    }

    synchronized void failed() {
        failures++;
        add(NO_ANSWER);
    }

    private void add(long result) {
        nanos[(int) (requests % LATEST)] = result;
        requests++;
    }

    synchronized TrialFigures.OfCanary figures() {
        return new TrialFigures.OfCanary(requests, failures, p99Milliseconds());
    }

    /** Which bound the latest requests break. */
    synchronized Optional<String> breach(CanaryBounds bounds) {
        if (requests < bounds.leastRequests()) {
            return Optional.empty();
        }
        long[] latest = latest();
        long failed =
                Arrays.stream(latest).filter(result -> result == NO_ANSWER).count();
        if (failed > bounds.greatestErrorRate() * latest.length) {
            return Optional.of("it did not answer %d of its latest %d requests, more than %s"
                    .formatted(failed, latest.length, bounds.greatestErrorRate()));
        }
        Double p99 = p99Milliseconds();
        if (p99 != null && p99 > bounds.greatestP99Milliseconds()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "the p99 of its latest %d requests is %.1f ms, more than %.1f",
                    latest.length,
                    p99,
                    bounds.greatestP99Milliseconds()));
        }
        return Optional.empty();
    }

    private long[] latest() {
        return Arrays.copyOf(nanos, (int) Math.min(requests, LATEST));
    }

    private @Nullable Double p99Milliseconds() {
        long[] answered = Arrays.stream(latest())
                .filter(result -> result != NO_ANSWER)
                .sorted()
                .toArray();
        if (answered.length == 0) {
            return null;
        }
        long p99 = answered[(int) Math.ceil(P99 * answered.length) - 1];
        return p99 / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
