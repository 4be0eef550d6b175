package dev.retort.distill.train;

import dev.retort.distill.memory.NativeHeap;

/**
 * Gives back what a training's process holds and does not use, between steps, often while it is young. It compiles then what
 * it runs, and what compilers take amid the memory that steps have just let go makes the next step take its tensors
 * elsewhere: native memory grew from 860 MiB to 1,500 within a hundred steps of a ResNet-18. The pages that steps do use are
 * faulted in again, once each time.
 */
final class UnusedMemory {
    /** With fewer parameters than that, what a network was made from is not worth a collection. */
    private static final int WORTH_COLLECTING_BYTES = 16 << 20;

    private static final int YOUNG_STEPS = 128;
    private static final int OFTEN = 16;

    private final boolean collects;
    private long steps;

    /** @param parameterBytes of the network */
    UnusedMemory(int parameterBytes) {
        this.collects = parameterBytes >= WORTH_COLLECTING_BYTES;
    }

    void afterStep() {
        steps++;
        if (steps == 1 && collects) {
            // Its first weights, several times over: a collector that has room comes for them much later.
            System.gc();
        }
        if (isDue()) {
            NativeHeap.giveBack();
        }
    }

    /** After the first step, the second, the fourth, the eighth and so on; while the process is young more often than that. */
    private boolean isDue() {
        return Long.bitCount(steps) == 1 || (steps < YOUNG_STEPS && steps % OFTEN == 0);
    }
}
