package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;

/**
 * A checkpoint is in the store, complete.
 *
 * @param arm the student's arm, or {@code teacher}
 * @param objectPrefix where its files lie
 * @param last no later step of this arm will come
 */
public record CheckpointPublished(
        String run,
        Role role,
        String arm,
        long step,
        long totalSteps,
        boolean last,
        Digest checkpoint,
        String objectPrefix,
        Instant at)
        implements Event {
    public CheckpointPublished {
        Arguments.requireName("run", run);
        Arguments.requireName("arm", arm);
        Arguments.requireNotNegative("step", step);
        Arguments.requireNotNegative("totalSteps", totalSteps);
    }

    @Override
    public String key() {
        return run;
    }
}
