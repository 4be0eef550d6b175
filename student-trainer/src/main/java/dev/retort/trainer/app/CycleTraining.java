package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.RetrainingFailed;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.train.NonFiniteLossException;
import dev.retort.distill.train.PrecisionSupport;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.kit.checkpoint.CheckpointWriter;
import dev.retort.kit.checkpoint.Checkpoints.Resumed;
import dev.retort.kit.checkpoint.Conditions;
import dev.retort.kit.run.ProgressReporter;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.RunWorker;
import dev.retort.kit.run.TrainingGauges;
import dev.retort.trainer.messaging.ReplayReader;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Trains one cycle of a run, from the champion's weights or its own last checkpoint to its last step. */
final class CycleTraining implements RunWorker.Work {
    private static final Logger LOG = Logger.getLogger(CycleTraining.class);

    private final CycleSource source;
    private final RunView run;
    private final RetrainingStarted cycle;
    private final ArmTraining.Collaborators with;
    private final BooleanSupplier isPaused;

    /** @param isPaused asked before each step; once it is resumed, another one goes on from the last checkpoint */
    CycleTraining(CycleSource source, ArmTraining.Collaborators with, BooleanSupplier isPaused) {
        this.source = source;
        this.run = source.run();
        this.cycle = source.cycle();
        this.with = with;
        this.isPaused = isPaused;
    }

    /** Where a training begins: at its first step, or at a checkpoint. */
    private record Start(TrainingState state, long step, Digest parent) {}

    @Override
    public String run() {
        return run.run();
    }

    /** It goes on from its last checkpoint. */
    @Override
    public boolean outlastsOutages() {
        return true;
    }

    @Override
    public void perform() throws InterruptedException {
        try {
            train();
        } catch (NonFiniteLossException e) {
            // Trying again would give the same loss, and no cycle would ever follow.
            LOG.errorf("%s ends without a student: %s", cycle.arm(), e.getMessage());
            with.publisher()
                    .publish(new RetrainingFailed(
                            run.run(), cycle.cycle(), String.valueOf(e.getMessage()), Instant.now()));
        }
    }

    private void train() throws InterruptedException {
        Dataset dataset = with.datasets().fetch(source.set().dataset());
        Network network = Networks.create(
                run.experiment().student().network(),
                dataset.train().shape(),
                dataset.classes().size());
        TrainingSettings settings =
                source.settings(PrecisionSupport.resolve(run.experiment().precision()), with.threads());
        Conditions conditions = Conditions.of(settings);
        Start start = run.latestCheckpoint(cycle.arm())
                .map(checkpoint -> resume(checkpoint, network, conditions))
                .orElseGet(() -> fresh(network));
        NewSamples fresh = source.newSamples(dataset);
        LOG.infof(
                "%s: step %d of %d on %d new samples, %d of %d replayed; %s",
                cycle.arm(),
                start.step(),
                cycle.steps(),
                fresh.size(),
                cycle.replayPerStep(),
                source.old().batchSize(),
                cycle.trigger());
        Mixture mixture = source.mixture(fresh);
        try (TrainableNetwork net = TrainableNetwork.open(network, dataset.normalization(), settings, start.state());
                ReplayReader replay = with.log().replay(source.old(), dataset, mixture.firstReplayed(start.step()));
                TrainingGauges gauges = new TrainingGauges(with.metrics(), run.run(), cycle.arm());
                CheckpointWriter writer = new CheckpointWriter(start.parent())) {
            Listener listener = new Listener(net, network, mixture, gauges, writer, conditions, start.step());
            new CycleLoop(source, mixture).run(net, replay, start.step(), cycle.steps(), this::stopIfAsked, listener);
            Digest last = Objects.requireNonNull(writer.await(), "the last step writes a checkpoint");
            with.publisher().publish(new StudentTrained(run.run(), cycle.arm(), cycle.steps(), last, Instant.now()));
        }
    }

    /** After each step: figures for whoever watches, and a checkpoint where one is due. */
    private final class Listener implements CycleLoop.AfterStep {
        private final TrainableNetwork net;
        private final Network network;
        private final Mixture mixture;
        private final TrainingGauges gauges;
        private final CheckpointWriter writer;
        private final Conditions conditions;
        private final ProgressReporter progress;

        Listener(
                TrainableNetwork net,
                Network network,
                Mixture mixture,
                TrainingGauges gauges,
                CheckpointWriter writer,
                Conditions conditions,
                long firstStep) {
            this.net = net;
            this.network = network;
            this.mixture = mixture;
            this.gauges = gauges;
            this.writer = writer;
            this.conditions = conditions;
            this.progress = new ProgressReporter(
                    with.publisher(), run.run(), Phase.STUDENT_TRAINING, cycle.arm(), firstStep, cycle.steps());
        }

        @Override
        public void done(CycleLoop.Done step) throws InterruptedException {
            report(step);
            writer.check();
            if (isDue(step.steps())) {
                writer.begin(
                        net::state,
                        (state, parent) -> checkpoint(
                                state, network, conditions, step.steps(), mixture.firstReplayed(step.steps()), parent));
            }
        }

        private void report(CycleLoop.Done step) {
            double loss = step.result().loss();
            gauges.step(step.steps(), step.images(), loss, 0);
            progress.report(
                    step.steps(),
                    step.images(),
                    Map.of(
                            "loss",
                            loss,
                            "learningRate",
                            step.learningRate(),
                            "leftOutSamples",
                            (double) mixture.leftOut(),
                            "checkpointShare",
                            gauges.checkpoints(writer.spentSeconds())));
        }
    }

    private boolean isDue(long done) {
        int every = run.experiment().student().training().checkpointEverySteps();
        return done == cycle.steps() || (every > 0 && done % every == 0);
    }

    /**
     * On the writer's thread.
     *
     * @param nextSequence of the transfer set, with which the replay of the next step begins
     */
    private Digest checkpoint(
            TrainingState state,
            Network network,
            Conditions conditions,
            long step,
            long nextSequence,
            @Nullable Digest parent) {
        return with.checkpoints()
                .publish(
                        Role.STUDENT,
                        network,
                        state,
                        files -> new CheckpointManifest(
                                run.run(),
                                cycle.arm(),
                                network.name(),
                                network.classes(),
                                step,
                                cycle.steps(),
                                source.old().dataset(),
                                source.old().id(),
                                source.old().teacherVersion(),
                                nextSequence,
                                Map.of(),
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
        return new Start(
                TrainingState.fresh(network, with.startingWeights().of(cycle.parent(), network)), 0, cycle.parent());
    }

    private Start resume(CheckpointPublished published, Network network, Conditions conditions) {
        Resumed resumed = with.checkpoints().resume(published, network, conditions);
        return new Start(resumed.state(), resumed.manifest().step(), published.checkpoint());
    }

    private void stopIfAsked() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        RunView now = with.runs().find(run.run()).orElse(run);
        if (now.stopReason() != null) {
            throw new InterruptedException("the run was stopped: " + now.stopReason());
        }
        if (isPaused.getAsBoolean()) {
            throw new InterruptedException("retraining is paused");
        }
    }
}
