package dev.retort.distill.train;

import dev.retort.distill.memory.NativeHeap;

/**
 * Gives back what a training's process holds and does not use, between steps, after the first, second, fourth, eighth and so
 * on. While a process is young it compiles what it runs, and what compilers take in the middle of the memory that steps have
 * just let go makes the next step take its tensors elsewhere: so the heap grows, from 860 MiB to 1,500 within a hundred steps
 * of a ResNet-18. The pages that steps do use are faulted in again, once each time.
 */
final class UnusedMemory {
    /** With fewer parameters than that, what a network was made from is not worth a collection. */
    private static final int WORTH_COLLECTING_BYTES = 16 << 20;

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
        if (Long.bitCount(steps) == 1) {
            NativeHeap.giveBack();
        }
    }
}
