package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.distill.train.TrainingState;
import dev.retort.trainer.messaging.LogPosition;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a training begins: at its first step, or at a checkpoint.
 *
 * @param state made when it is asked for, so that a training does not keep what it began with
 * @param step steps that are done
 * @param parent the checkpoint that it goes on from; null where there is none
 */
record Start(
        Supplier<TrainingState> state,
        LogPosition position,
        long step,
        @Nullable Digest parent) {}
