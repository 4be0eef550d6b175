package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A canary is over.
 *
 * @param requests that it was asked
 * @param failures of these, that it did not answer
 * @param p99Milliseconds of its latest answers; null if there were none
 */
public record CanaryEnded(
        String alias,
        Digest modelVersion,
        Instant startedAt,
        boolean automatic,
        String reason,
        long requests,
        long failures,
        @Nullable Double p99Milliseconds,
        Instant at)
        implements TrialEnded {
    public CanaryEnded {
        Arguments.requireName("alias", alias);
        Arguments.requireNotNegative("requests", requests);
        Arguments.requireNotNegative("failures", failures);
        if (p99Milliseconds != null) {
            Arguments.requireFinite("p99Milliseconds", p99Milliseconds);
        }
    }
}
