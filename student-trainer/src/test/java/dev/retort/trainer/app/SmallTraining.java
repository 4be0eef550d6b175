package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.experiment.Schedule;
import dev.retort.contracts.experiment.SoftTargetLoss;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.torchscript.LossScript;
import dev.retort.distill.torchscript.UpdateScript;
import dev.retort.distill.train.LearningRates;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.StateSnapshot;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.weights.Initialization;
import dev.retort.kit.checkpoint.CheckpointWriter;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.checkpoint.Checkpoints.Resumed;
import dev.retort.kit.checkpoint.Conditions;
import dev.retort.trainer.messaging.LogPosition;
import dev.retort.trainer.messaging.RestlessLog;
import dev.retort.trainer.messaging.SoftTargets.PositionedBatch;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A training of a network for eight by eight pixels, by the parts that the services train with: what it learns from comes by
 * {@link RestlessLog}.
 *
 * @param role a teacher learns from labels; a student from logits as well, with all that a checkpoint can hold
 * @param every how many steps there is a checkpoint
 */
record SmallTraining(Role role, int steps, int every) {
    private static final Network NETWORK = Networks.create("resnet8", new ImageShape(3, 8, 8), RestlessLog.CLASSES);
    private static final Schedule SCHEDULE = new Schedule.OneCycle(0.2);
    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));

    private TrainingSettings settings() {
        return switch (role) {
            case TEACHER ->
                new TrainingSettings(
                        Precision.FP32,
                        1,
                        new OptimizerSpec.Sgd(0.1, 0.9, true, 5e-4),
                        0,
                        TrainingSettings.HARD_LABELS);
            case STUDENT ->
                new TrainingSettings(
                        Precision.BF16,
                        1,
                        new UpdateScript(new OptimizerSpec.AdamW(0.001, 0.9, 0.999, 1e-8, 0.01), 5, 0.9),
                        new LossScript(
                                new DistillationLoss(0.1, List.of(new SoftTargetLoss.Dkd(0.9, 4, false, 1, 8))), 0.1));
        };
    }

    /**
     * To its end, as a service does that is started: from the last checkpoint that was announced, or from the first step.
     *
     * @param announced in the order of the log
     * @param progress told the number of steps done
     */
    void train(Checkpoints checkpoints, List<CheckpointPublished> announced, LongConsumer progress)
            throws InterruptedException {
        Conditions conditions = Conditions.of(settings());
        Start start = announced.isEmpty()
                ? new Start(
                        () -> TrainingState.fresh(NETWORK, Initialization.kaiming(NETWORK, 1)),
                        LogPosition.START,
                        0,
                        null)
                : start(checkpoints.resume(announced.getLast(), NETWORK, conditions), announced.getLast());
        try (TrainableNetwork net = TrainableNetwork.open(
                        NETWORK, NORMALIZATION, settings(), start.state().get());
                Prefetch<PositionedBatch> batches = RestlessLog.read(NETWORK.input(), start.position());
                CheckpointWriter writer = new CheckpointWriter(start.parent())) {
            for (long step = start.step(); step < steps; step++) {
                PositionedBatch next = batches.take().orElseThrow();
                net.step(next.batch(), LearningRates.at(SCHEDULE, 0.05, step, steps));
                long done = step + 1;
                if (done % every == 0) {
                    writer.begin(
                            net::snapshot,
                            (state, parent) -> publish(checkpoints, state, done, next.after(), conditions, parent));
                }
                progress.accept(done);
            }
            writer.await();
        }
    }

    private static Start start(Resumed resumed, CheckpointPublished from) {
        CheckpointManifest manifest = resumed.manifest();
        LogPosition position = new LogPosition(manifest.nextSequence(), manifest.offsets());
        return new Start(resumed.state(), position, manifest.step(), from.checkpoint());
    }

    private Digest publish(
            Checkpoints checkpoints,
            StateSnapshot state,
            long step,
            LogPosition after,
            Conditions conditions,
            @Nullable Digest parent) {
        return checkpoints
                .publish(
                        role,
                        state,
                        files -> new CheckpointManifest(
                                "run",
                                "small",
                                NETWORK.name(),
                                NETWORK.classes(),
                                step,
                                steps,
                                RestlessLog.ANY,
                                null,
                                null,
                                after.nextSequence(),
                                after.offsets(),
                                "",
                                1,
                                conditions.precision(),
                                conditions.threads(),
                                conditions.machine(),
                                parent,
                                "test",
                                files))
                .checkpoint();
    }
}
