package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.experiment.TrainingSpec;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.train.LearningRates;
import dev.retort.distill.train.PrecisionSupport;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.StepResult;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.weights.Weights;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.dataset.DatasetStore;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.ProgressReporter;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.RunWorker;
import dev.retort.kit.run.Runs;
import dev.retort.kit.run.TrainingGauges;
import dev.retort.kit.store.Artefact;
import dev.retort.trainer.config.TrainerConfig;
import dev.retort.trainer.messaging.LogPosition;
import dev.retort.trainer.messaging.SoftTargetLog;
import dev.retort.trainer.messaging.SoftTargetLog.PositionedBatch;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Trains one arm of one run, from its last checkpoint to its last step. */
final class ArmTraining implements RunWorker.Work {
    private static final Logger LOG = Logger.getLogger(ArmTraining.class);

    private final RunView run;
    private final Arm arm;
    private final TransferSet set;
    private final Collaborators with;

    ArmTraining(RunView run, Arm arm, Collaborators with) {
        this.run = run;
        this.arm = arm;
        this.set = Objects.requireNonNull(run.transferSet(), "the run has no transfer set");
        this.with = with;
    }

    /** What an arm needs of the service. */
    record Collaborators(
            SoftTargetLog log,
            DatasetStore datasets,
            Checkpoints checkpoints,
            StartingWeights startingWeights,
            EventPublisher publisher,
            Runs runs,
            MeterRegistry metrics,
            TrainerConfig config,
            String codeVersion) {
        int threads() {
            return config.threads() > 0
                    ? config.threads()
                    : Runtime.getRuntime().availableProcessors();
        }
    }

    /** Where a training begins: at its first step, or at a checkpoint. */
    private record Start(
            TrainingState state,
            LogPosition position,
            long step,
            @Nullable Digest parent) {}

    @Override
    public String run() {
        return run.run();
    }

    @Override
    public void perform() throws InterruptedException {
        Dataset dataset = with.datasets().fetch(set.dataset());
        Network network = network(dataset);
        TrainingSpec training = run.experiment().student().training();
        Precision precision = PrecisionSupport.resolve(run.experiment().precision());
        Start start = run.latestCheckpoint(arm.name())
                .map(checkpoint -> resume(checkpoint, network, precision))
                .orElseGet(() -> fresh(network));
        TrainingSettings settings = TrainingSettings.of(training, precision, with.threads(), arm.loss());
        long totalSteps = (long) training.epochs() * set.batchesPerView();
        LOG.infof("arm %s: step %d of %d, %s", arm.name(), start.step(), totalSteps, precision);
        try (TrainableNetwork net = TrainableNetwork.open(network, dataset.normalization(), settings, start.state());
                Prefetch<PositionedBatch> batches = with.log().read(set, dataset, start.position());
                TrainingGauges gauges = new TrainingGauges(with.metrics(), run.run(), arm.name())) {
            Digest last = train(net, network, batches, gauges, start, settings, totalSteps);
            with.publisher().publish(new StudentTrained(run.run(), arm.name(), totalSteps, last, Instant.now()));
        }
    }

    /** The loop. Answers the final checkpoint. */
    private Digest train(
            TrainableNetwork net,
            Network network,
            Prefetch<PositionedBatch> batches,
            TrainingGauges gauges,
            Start start,
            TrainingSettings settings,
            long totalSteps)
            throws InterruptedException {
        TrainingSpec training = run.experiment().student().training();
        ProgressReporter progress = new ProgressReporter(
                with.publisher(), run.run(), Phase.STUDENT_TRAINING, arm.name(), start.step(), totalSteps);
        Digest checkpoint = start.parent();
        long begun = System.nanoTime();
        for (long step = start.step(); step < totalSteps; step++) {
            PositionedBatch next = batches.take().orElseThrow();
            double rate =
                    LearningRates.at(training.schedule(), training.optimizer().learningRate(), step, totalSteps);

            StepResult result = net.step(next.batch(), rate);

            long done = step + 1;
            gauges.step(done, set.batchSize(), result.loss(), batches.waitedSeconds());
            progress.report(
                    done,
                    set.batchSize(),
                    Map.of(
                            "loss",
                            result.loss(),
                            "accuracy",
                            (double) result.correct() / set.batchSize(),
                            "learningRate",
                            rate,
                            "dataWaitShare",
                            batches.waitedSeconds() / ((System.nanoTime() - begun) / 1e9)));
            if (isDue(done, totalSteps, training.checkpointEverySteps())) {
                checkpoint = checkpoint(net, network, settings, done, totalSteps, next.after(), checkpoint);
            }
            stopIfAsked();
        }
        return Objects.requireNonNull(checkpoint, "the last step writes a checkpoint");
    }

    private static boolean isDue(long done, long totalSteps, int every) {
        return done == totalSteps || (every > 0 && done % every == 0);
    }

    private Digest checkpoint(
            TrainableNetwork net,
            Network network,
            TrainingSettings settings,
            long step,
            long totalSteps,
            LogPosition after,
            @Nullable Digest parent) {
        return with.checkpoints()
                .publish(
                        Role.STUDENT,
                        network,
                        net.state(),
                        files -> new CheckpointManifest(
                                run.run(),
                                arm.name(),
                                network.name(),
                                network.classes(),
                                step,
                                totalSteps,
                                set.dataset(),
                                set.id(),
                                set.teacherVersion(),
                                after.nextBatch() * set.batchSize(),
                                after.offsets(),
                                run.experimentText(),
                                run.experiment().seed(),
                                settings.precision().name().toLowerCase(Locale.ROOT),
                                settings.threads(),
                                parent,
                                with.codeVersion(),
                                files))
                .checkpoint();
    }

    private Start fresh(Network network) {
        Weights weights = with.startingWeights().of(run, set.teacherVersion(), network);
        return new Start(TrainingState.fresh(network, weights), LogPosition.START, 0, null);
    }

    private Start resume(CheckpointPublished published, Network network, Precision precision) {
        Artefact<CheckpointManifest> artefact = with.checkpoints().fetch(published);
        CheckpointManifest manifest = artefact.manifest();
        if (!manifest.precision().equalsIgnoreCase(precision.name()) || manifest.threads() != with.threads()) {
            LOG.warnf(
                    "checkpoint %s was made in %s with %d threads, going on in %s with %d: the bits will differ",
                    published.checkpoint().abbreviated(),
                    manifest.precision(),
                    manifest.threads(),
                    precision,
                    with.threads());
        }
        return new Start(
                with.checkpoints().state(artefact, network),
                new LogPosition(manifest.nextSequence() / set.batchSize(), manifest.offsets()),
                manifest.step(),
                published.checkpoint());
    }

    private Network network(Dataset dataset) {
        try {
            return Networks.create(
                    run.experiment().student().network(),
                    dataset.train().shape(),
                    dataset.classes().size());
        } catch (IllegalArgumentException e) {
            throw new RunFailure("network-unknown", "student.network: " + e.getMessage(), e);
        }
    }

    private void stopIfAsked() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Optional<RunView> now = with.runs().find(run.run());
        if (now.isPresent() && now.get().stopReason() != null) {
            throw new InterruptedException("the run was stopped: " + now.get().stopReason());
        }
    }
}
