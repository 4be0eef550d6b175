package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.distill.train.TrainingState;
import dev.retort.trainer.messaging.LogPosition;
import org.jspecify.annotations.Nullable;

/**
 * Where a training begins: at its first step, or at a checkpoint.
 *
 * @param step steps that are done
 * @param parent the checkpoint that it goes on from; null where there is none
 */
record Start(
        TrainingState state,
        LogPosition position,
        long step,
        @Nullable Digest parent) {}
