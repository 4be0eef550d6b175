package dev.retort.gateway.engine;

import java.nio.FloatBuffer;

/** The model in the runtime, for one thread. */
public interface Session extends AutoCloseable {
    /**
     * @param pixels the remaining floats are [images × channels × height × width], direct, read in place
     * @return [images × classes]
     */
    float[] run(FloatBuffer pixels, int images);

    @Override
    void close();
}
