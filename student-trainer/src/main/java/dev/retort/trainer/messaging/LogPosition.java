package dev.retort.trainer.messaging;

import java.util.Map;

/**
 * Where a student is on its log: all that it must remember of it.
 *
 * @param nextSequence first sample not yet trained on, counted from the set's start
 * @param offsets by partition, where to read on; a partition that is absent is read from its start
 */
public record LogPosition(long nextSequence, Map<Integer, Long> offsets) {
    public static final LogPosition START = new LogPosition(0, Map.of());

    public LogPosition {
        offsets = Map.copyOf(offsets);
    }
}
