package dev.retort.contracts.continuous;

import dev.retort.contracts.Arguments;

/**
 * What is remembered of a source of samples.
 *
 * @param messages looked at in its present window
 * @param refused of them, could not be used
 * @param ignore so many of its next messages are not taken
 */
public record SourceRecord(String source, int messages, int refused, int ignore) {
    public SourceRecord {
        Arguments.requireName("source", source);
        Arguments.requireNotNegative("messages", messages);
        Arguments.requireNotNegative("refused", refused);
        Arguments.requireNotNegative("ignore", ignore);
    }
}
