package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.experiment.TrainingSpec;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.FileEntry;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
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
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Trains a student again from the log, the seed and the experiment that its checkpoint names, with the precision and the
 * number of threads that it names, and compares. Publishes nothing.
 */
final class ReplayedTraining {
    private final CheckpointManifest made;
    private final RunView run;
    private final Arm arm;
    private final TransferSet set;
    private final Collaborators with;

    /** @throws RunFailure if the log does not hold what the checkpoint was made from */
    ReplayedTraining(CheckpointManifest made, RunView run, Collaborators with) {
        this.made = made;
        this.run = run;
        this.with = with;
        if (!run.experimentText().equals(made.experiment())) {
            throw new RunFailure("replay-mismatch", "the experiment on the log is not the one of the checkpoint");
        }
        this.arm = run.experiment().arms().stream()
                .filter(one -> one.name().equals(made.arm()))
                .findFirst()
                .orElseThrow(() -> new RunFailure(
                        "replay-mismatch",
                        "the experiment has no arm %s: only its arms are trained again, retrainings are not"
                                .formatted(made.arm())));
        TransferSet named = run.transferSet();
        if (named == null || !named.id().equals(made.transferSet())) {
            throw new RunFailure(
                    "replay-mismatch", "the log of the run does not name transfer set " + made.transferSet());
        }
        this.set = named;
    }

    /** What is not as it was; precision and threads are taken as they were. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        if (!made.codeVersion().equals(with.codeVersion())) {
            differences.add(
                    "made by version %s, trained again by %s".formatted(made.codeVersion(), with.codeVersion()));
        }
        int processors = Runtime.getRuntime().availableProcessors();
        if (made.threads() != with.threads()) {
            differences.add(
                    "made with %d threads, and trained again so, though this trainer is set to %d and has %d processors"
                            .formatted(made.threads(), with.threads(), processors));
        }
        return differences;
    }

    /** @param progress told the number of steps done */
    Replay.State perform(Prefetch.Check check, LongConsumer progress) throws InterruptedException {
        Dataset dataset = with.datasets().fetch(set.dataset());
        Network network = Networks.create(
                made.network(), dataset.train().shape(), dataset.classes().size());
        TrainingSpec training = run.experiment().student().training();
        Precision precision = Precision.valueOf(made.precision().toUpperCase(Locale.ROOT));
        TrainingSettings settings = TrainingSettings.of(training, precision, made.threads(), arm.loss());
        TrainingState fresh =
                TrainingState.fresh(network, with.startingWeights().of(run, arm.name(), set.teacherVersion(), network, dataset));
        StepLoop.Span span = new StepLoop.Span(0, made.step(), made.totalSteps());
        LogPosition[] position = {LogPosition.START};
        try (TrainableNetwork net = TrainableNetwork.open(network, dataset.normalization(), settings, fresh);
                Prefetch<PositionedBatch> batches = with.log().read(set, dataset, LogPosition.START)) {
            StepLoop.run(net, batches, training, span, check, step -> {
                position[0] = step.after();
                progress.accept(step.steps());
            });
            return compare(Digest.of(net.state().toSafetensors(network)), position[0]);
        }
    }

    private Replay.State compare(Digest state, LogPosition position) {
        List<String> reasons = new ArrayList<>();
        FileEntry recorded =
                Objects.requireNonNull(made.files().get(CheckpointManifest.STATE), "a checkpoint has a state");
        if (!state.equals(recorded.sha256())) {
            reasons.add("the state has digest %s, it had %s".formatted(state, recorded.sha256()));
        }
        long nextSequence = position.nextBatch() * set.batchSize();
        if (nextSequence != made.nextSequence() || !position.offsets().equals(made.offsets())) {
            reasons.add("the log was read up to sample %d, offsets %s; it was read up to %d, %s"
                    .formatted(
                            nextSequence,
                            new TreeMap<>(position.offsets()),
                            made.nextSequence(),
                            new TreeMap<>(made.offsets())));
        }
        return reasons.isEmpty() ? new Replay.Agrees() : new Replay.Differs(reasons);
    }
}
