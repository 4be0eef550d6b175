package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shadow is over.
 *
 * @param compared images that both versions answered
 * @param agreed of these, those to which both gave the same class
 * @param dropped images that it was not asked, because too many waited
 * @param failures images that it did not answer
 * @param disagreements the latest of those to which it gave another class; null from before they were noted
 */
public record ShadowEnded(
        String alias,
        Digest modelVersion,
        Instant startedAt,
        boolean automatic,
        String reason,
        long compared,
        long agreed,
        long dropped,
        long failures,
        @Nullable List<Disagreement> disagreements,
        Instant at)
        implements TrialEnded {
    public ShadowEnded {
        Arguments.requireName("alias", alias);
        Arguments.requireNotNegative("compared", compared);
        Arguments.requireNotNegative("agreed", agreed);
        Arguments.requireNotNegative("dropped", dropped);
        Arguments.requireNotNegative("failures", failures);
        disagreements = disagreements == null ? null : List.copyOf(disagreements);
    }
}
