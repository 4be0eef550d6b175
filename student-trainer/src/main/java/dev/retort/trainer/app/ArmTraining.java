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
import dev.retort.distill.train.PrecisionSupport;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.weights.Weights;
import dev.retort.kit.checkpoint.CheckpointWriter;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.checkpoint.Checkpoints.Resumed;
import dev.retort.kit.checkpoint.Conditions;
import dev.retort.kit.dataset.DatasetStore;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.ProgressReporter;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.RunWorker;
import dev.retort.kit.run.Runs;
import dev.retort.kit.run.TrainingGauges;
import dev.retort.trainer.config.TrainerConfig;
import dev.retort.trainer.messaging.LogPosition;
import dev.retort.trainer.messaging.SoftTargetLog;
import dev.retort.trainer.messaging.SoftTargetLog.PositionedBatch;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
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
        TrainingSettings settings = TrainingSettings.of(training, precision, with.threads(), arm);
        Conditions conditions = Conditions.of(settings);
        Start start = run.latestCheckpoint(arm.name())
                .map(checkpoint -> resume(checkpoint, network, conditions))
                .orElseGet(() -> fresh(network));
        long totalSteps = (long) training.epochs() * set.batchesPerView();
        LOG.infof("arm %s: step %d of %d, %s", arm.name(), start.step(), totalSteps, precision);
        try (TrainableNetwork net = TrainableNetwork.open(network, dataset.normalization(), settings, start.state());
                Prefetch<PositionedBatch> batches = with.log().read(set, dataset, start.position());
                TrainingGauges gauges = new TrainingGauges(with.metrics(), run.run(), arm.name());
                CheckpointWriter writer = new CheckpointWriter(start.parent())) {
            Listener listener =
                    new Listener(net, network, batches, gauges, writer, conditions, start.step(), totalSteps);
            StepLoop.run(
                    net,
                    batches,
                    training,
                    new StepLoop.Span(start.step(), totalSteps, totalSteps),
                    this::stopIfAsked,
                    listener);
            Digest last = Objects.requireNonNull(writer.await(), "the last step writes a checkpoint");
            with.publisher().publish(new StudentTrained(run.run(), arm.name(), totalSteps, last, Instant.now()));
        }
    }

    /** After each step: figures for whoever watches, and a checkpoint where one is due. */
    private final class Listener implements StepLoop.AfterStep {
        private final TrainableNetwork net;
        private final Network network;
        private final Prefetch<PositionedBatch> batches;
        private final TrainingGauges gauges;
        private final CheckpointWriter writer;
        private final Conditions conditions;
        private final long totalSteps;
        private final ProgressReporter progress;
        private final long begun = System.nanoTime();

        Listener(
                TrainableNetwork net,
                Network network,
                Prefetch<PositionedBatch> batches,
                TrainingGauges gauges,
                CheckpointWriter writer,
                Conditions conditions,
                long firstStep,
                long totalSteps) {
            this.net = net;
            this.network = network;
            this.batches = batches;
            this.gauges = gauges;
            this.writer = writer;
            this.conditions = conditions;
            this.totalSteps = totalSteps;
            this.progress = new ProgressReporter(
                    with.publisher(), run.run(), Phase.STUDENT_TRAINING, arm.name(), firstStep, totalSteps);
        }

        @Override
        public void done(StepLoop.Done step) throws InterruptedException {
            report(step);
            writer.check();
            if (isDue(
                    step.steps(),
                    totalSteps,
                    run.experiment().student().training().checkpointEverySteps())) {
                writer.begin(
                        net::state,
                        (state, parent) ->
                                checkpoint(state, network, conditions, step.steps(), totalSteps, step.after(), parent));
            }
        }

        private void report(StepLoop.Done step) {
            double loss = step.result().loss();
            gauges.step(step.steps(), set.batchSize(), loss, batches.waitedSeconds());
            progress.report(
                    step.steps(),
                    set.batchSize(),
                    Map.of(
                            "loss",
                            loss,
                            "accuracy",
                            (double) step.result().correct() / set.batchSize(),
                            "learningRate",
                            step.learningRate(),
                            "dataWaitShare",
                            batches.waitedSeconds() / ((System.nanoTime() - begun) / 1e9),
                            "checkpointShare",
                            gauges.checkpoints(writer.spentSeconds())));
        }
    }

    private static boolean isDue(long done, long totalSteps, int every) {
        return done == totalSteps || (every > 0 && done % every == 0);
    }

    /** On the writer's thread. */
    private Digest checkpoint(
            TrainingState state,
            Network network,
            Conditions conditions,
            long step,
            long totalSteps,
            LogPosition after,
            @Nullable Digest parent) {
        return with.checkpoints()
                .publish(
                        Role.STUDENT,
                        network,
                        state,
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
                                conditions.precision(),
                                conditions.threads(),
                                conditions.machine(),
                                parent,
                                with.codeVersion(),
                                files))
                .checkpoint();
    }

    private Start fresh(Network network) {
        Weights weights = with.startingWeights().of(run, arm.name(), set.teacherVersion(), network);
        return new Start(TrainingState.fresh(network, weights), LogPosition.START, 0, null);
    }

    private Start resume(CheckpointPublished published, Network network, Conditions conditions) {
        Resumed resumed = with.checkpoints().resume(published, network, conditions);
        CheckpointManifest manifest = resumed.manifest();
        return new Start(
                resumed.state(),
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
        RunView now = with.runs().find(run.run()).orElse(run);
        switch (now.status()) {
            case RUNNING, DONE -> {}
            case STOPPED -> throw new InterruptedException("the run was stopped: " + now.stopReason());
            case FAILED -> throw new InterruptedException("the run failed elsewhere: " + now.failure());
        }
    }
}
