package dev.retort.trainer.app;

import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.TrainingSpec;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.run.RunView;
import dev.retort.trainer.app.ArmTraining.Collaborators;
import dev.retort.trainer.domain.Replay;
import dev.retort.trainer.messaging.LogPosition;
import dev.retort.trainer.messaging.SoftTargetLog.PositionedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Trains a student of an arm again from the log, the seed and the experiment that its checkpoint names, and compares. */
final class ReplayedArm implements TrainedAgain {
    private final Original original;
    private final CheckpointManifest made;
    private final RunView run;
    private final Arm arm;
    private final TransferSet set;
    private final Collaborators with;

    /** @throws RunFailure if the log does not hold what the checkpoint was made from */
    ReplayedArm(Original original, RunView run, Collaborators with) {
        this.original = original;
        this.made = original.made();
        this.run = run;
        this.with = with;
        original.requireMadeFrom(run);
        this.set = Objects.requireNonNull(run.transferSet(), "it was asked for");
        this.arm = run.experiment().arms().stream()
                .filter(one -> one.name().equals(made.arm()))
                .findFirst()
                .orElseThrow(
                        () -> new RunFailure("replay-mismatch", "the experiment has no arm %s".formatted(made.arm())));
    }

    @Override
    public Replay.State perform(Prefetch.Check check, LongConsumer progress) throws InterruptedException {
        Dataset dataset = with.datasets().fetch(set.dataset());
        Network network = original.network(dataset);
        TrainingSpec training = run.experiment().student().training();
        TrainingSettings settings = TrainingSettings.of(training, original.precision(), made.threads(), arm.loss());
        TrainingState fresh =
                TrainingState.fresh(network, with.startingWeights().of(run, arm.name(), set.teacherVersion(), network));
        StepLoop.Span span = new StepLoop.Span(0, made.step(), made.totalSteps());
        LogPosition[] position = {LogPosition.START};
        try (TrainableNetwork net = TrainableNetwork.open(network, dataset.normalization(), settings, fresh);
                Prefetch<PositionedBatch> batches = with.log().read(set, dataset, LogPosition.START)) {
            StepLoop.run(net, batches, training, span, check, step -> {
                position[0] = step.after();
                progress.accept(step.steps());
            });
            List<String> reasons = new ArrayList<>();
            original.differs(net, network).ifPresent(reasons::add);
            compare(position[0], reasons);
            return reasons.isEmpty() ? new Replay.Agrees() : new Replay.Differs(reasons);
        }
    }

    private void compare(LogPosition position, List<String> reasons) {
        long nextSequence = position.nextBatch() * set.batchSize();
        if (nextSequence != made.nextSequence() || !position.offsets().equals(made.offsets())) {
            reasons.add("the log was read up to sample %d, offsets %s; it was read up to %d, %s"
                    .formatted(
                            nextSequence,
                            new TreeMap<>(position.offsets()),
                            made.nextSequence(),
                            new TreeMap<>(made.offsets())));
        }
    }
}
