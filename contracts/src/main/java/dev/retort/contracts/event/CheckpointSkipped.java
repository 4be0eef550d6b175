package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;

/**
 * A checkpoint will not be scored: newer ones of its arm came faster than they could be, which never leaves out an arm's last
 * one, or it cannot be read. Of a retraining's last one this says that the cycle is over, and was inconclusive.
 */
public record CheckpointSkipped(String run, String arm, long step, Digest checkpoint, String reason, Instant at)
        implements EvaluationEvent {
    public CheckpointSkipped {
        Arguments.requireName("run", run);
        Arguments.requireName("arm", arm);
    }

    @Override
    public String key() {
        return checkpoint.hex();
    }
}
