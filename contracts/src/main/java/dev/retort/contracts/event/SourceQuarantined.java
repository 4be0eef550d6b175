package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/**
 * Too much of what a source sends cannot be used: nothing of it is taken for a while.
 *
 * @param messages of the source that were looked at last
 * @param refused of them
 * @param offset of {@code retort.samples} at which it was seen
 */
public record SourceQuarantined(String run, String source, int messages, int refused, long offset, Instant at)
        implements ContinuousEvent {
    public SourceQuarantined {
        Arguments.requireName("run", run);
        Arguments.requireName("source", source);
        Arguments.requireNotNegative("messages", messages);
        Arguments.requireNotNegative("refused", refused);
        Arguments.requireNotNegative("offset", offset);
    }
}
