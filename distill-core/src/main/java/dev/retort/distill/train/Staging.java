package dev.retort.distill.train;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Native memory that one argument of a call lies in, written anew for each call. A buffer a call would lie there until the
 * collector comes, which in a large heap is after thousands of steps: hundreds of MB that nothing uses.
 */
final class Staging {
    private ByteBuffer memory = ByteBuffer.allocateDirect(0);

    /** Valid until the next one is asked for. */
    ByteBuffer of(int bytes) {
        if (memory.capacity() < bytes) {
            memory = ByteBuffer.allocateDirect(bytes);
        }
        return memory.slice(0, bytes).order(ByteOrder.nativeOrder());
    }
}
