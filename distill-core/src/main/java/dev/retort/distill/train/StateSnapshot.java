package dev.retort.distill.train;

import dev.retort.distill.network.Network;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * All that steps have changed, as it was at one moment. One that is taken of a network is a copy, which outlives the network
 * and may be written on another thread; it lies in libtorch's memory, as a large network's state would make the heap grow by
 * several times its size. Confined to one thread at a time.
 */
public final class StateSnapshot implements AutoCloseable {
    private final Network network;
    private final FlatState state;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    StateSnapshot(Network network, FlatState state, Runnable release) {
        this.network = network;
        this.state = state;
        this.release = release;
    }

    /**
     * See {@link StateFile}.
     *
     * @throws IllegalStateException if this is closed
     */
    public void writeSafetensors(OutputStream target) throws IOException {
        requireOpen();
        StateFile.write(network, state, target);
    }

    /**
     * A copy in the heap.
     *
     * @throws IllegalStateException if this is closed
     */
    public TrainingState toState() {
        requireOpen();
        Map<String, float[]> buffers = new LinkedHashMap<>();
        state.buffers().forEach((name, values) -> buffers.put(name, copy(values)));
        return new TrainingState(copy(state.parameters()), copy(state.statistics()), buffers);
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            release.run();
        }
    }

    /** What was its memory is somebody else's. */
    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the snapshot is closed");
        }
    }

    private static float[] copy(FloatBuffer values) {
        float[] copy = new float[values.limit()];
        values.get(0, copy);
        return copy;
    }
}
