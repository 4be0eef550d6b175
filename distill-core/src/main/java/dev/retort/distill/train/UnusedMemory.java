package dev.retort.distill.train;

import dev.retort.distill.memory.NativeHeap;

/**
 * Gives back what the training of a large network holds and does not use, between steps, more often at its beginning. A young
 * process compiles what it runs, and what compilers take amid the memory that steps have just let go makes the next step take
 * its tensors elsewhere. The pages that steps do use are faulted in again, once each time. What that comes to, and why not for
 * small networks, is in ADR 28.
 */
final class UnusedMemory {
    /** With parameters of fewer bytes than that there is little to give back. */
    private static final int LARGE_BYTES = 16 << 20;

    /** Until then it is given back every so many steps as well. */
    private static final int EARLY_STEPS = 128;

    private static final int OFTEN = 16;

    private final boolean large;
    private final Runnable collection;
    private final Runnable giveBack;
    private long steps;

    /** @param parameterBytes of the network */
    UnusedMemory(long parameterBytes) {
        this(parameterBytes, System::gc, NativeHeap::giveBack);
    }

    UnusedMemory(long parameterBytes, Runnable collection, Runnable giveBack) {
        this.large = parameterBytes >= LARGE_BYTES;
        this.collection = collection;
        this.giveBack = giveBack;
    }

    void afterStep() {
        steps++;
        if (large && steps == 1) {
            // What the network was made from, several times over: a collector that has room comes for it much later.
            collection.run();
        }
        if (large && isDue()) {
            giveBack.run();
        }
    }

    /** After the first step, the second, the fourth, the eighth and so on; early on more often than that. */
    private boolean isDue() {
        return Long.bitCount(steps) == 1 || (steps < EARLY_STEPS && steps % OFTEN == 0);
    }
}
