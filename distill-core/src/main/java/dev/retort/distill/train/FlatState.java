package dev.retort.distill.train;

import dev.retort.distill.torchscript.StateBuffer;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * All that a step changes, wherever it lies.
 *
 * @param buffers what optimizer and averaging remember, by name; empty before the first step
 */
record FlatState(FloatBuffer parameters, FloatBuffer statistics, Map<String, FloatBuffer> buffers) {
    boolean isAveraged() {
        return buffers.containsKey(StateBuffer.AVERAGE.name());
    }

    /** What is scored, exported and served: the averages where they are kept, else what a step goes on from. */
    FloatBuffer servedParameters() {
        return buffers.getOrDefault(StateBuffer.AVERAGE.name(), parameters);
    }

    FloatBuffer servedStatistics() {
        return buffers.getOrDefault(StateBuffer.STATISTICS_AVERAGE.name(), statistics);
    }
}
