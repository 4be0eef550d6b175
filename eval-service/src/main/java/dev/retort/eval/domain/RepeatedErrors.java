package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Tells an error that a checkpoint causes from one that passes: lack of memory may be another's fault, but not if it comes
 * each time that this one is scored. Confined to one thread.
 */
public final class RepeatedErrors {
    private static final int TRIES = 5;

    private @Nullable Digest checkpoint;
    private @Nullable String error;
    private int times;

    /** Whether it is the fifth time in a row that this checkpoint ends in the same error. */
    public boolean isTheCheckpoint(Digest checkpoint, Error error) {
        String now = error.toString();
        times = checkpoint.equals(this.checkpoint) && now.equals(this.error) ? times + 1 : 1;
        this.checkpoint = checkpoint;
        this.error = now;
        return times >= TRIES;
    }
}
