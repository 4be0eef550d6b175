package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.experiment.TrainingSpec;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.train.LearningRates;
import dev.retort.distill.train.PrecisionSupport;
import dev.retort.distill.train.StepResult;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.kit.continuous.ContinuousLog;
import dev.retort.kit.run.ProgressReporter;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.RunWorker;
import dev.retort.kit.run.TrainingGauges;
import dev.retort.kit.store.Artefact;
import dev.retort.trainer.messaging.ReplayReader;
import dev.retort.trainer.messaging.ReplayReader.Replayed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Trains one cycle of a run, from the champion's weights or its own last checkpoint to its last step. */
final class CycleTraining implements RunWorker.Work {
    private static final Logger LOG = Logger.getLogger(CycleTraining.class);

    private final RunView run;
    private final RetrainingStarted cycle;
    private final ContinuousSpec spec;
    private final ContinuousSet set;
    private final TransferSet old;
    private final ContinuousLog log;
    private final ArmTraining.Collaborators with;

    CycleTraining(
            RunView run,
            RetrainingStarted cycle,
            ContinuousSet set,
            ContinuousLog log,
            ArmTraining.Collaborators with) {
        this.run = run;
        this.cycle = cycle;
        this.spec = Objects.requireNonNull(run.experiment().continuous(), "the run ends with its students");
        this.set = set;
        this.old = Objects.requireNonNull(run.transferSet(), "the run has no transfer set");
        this.log = log;
        this.with = with;
    }

    /** Where a training begins: at its first step, or at a checkpoint. */
    private record Start(TrainingState state, long step, Digest parent) {}

    @Override
    public String run() {
        return run.run();
    }

    @Override
    public void perform() throws InterruptedException {
        Dataset dataset = with.datasets().fetch(set.dataset());
        TrainingSpec training = run.experiment().student().training();
        Network network = Networks.create(
                run.experiment().student().network(),
                dataset.train().shape(),
                dataset.classes().size());
        Precision precision = PrecisionSupport.resolve(run.experiment().precision());
        TrainingSettings settings = TrainingSettings.of(
                        training, precision, with.threads(), promotedArm().loss())
                .withMissingLabels();
        Start start = run.latestCheckpoint(cycle.arm())
                .map(checkpoint -> resume(checkpoint, network))
                .orElseGet(() -> fresh(network));
        NewSamples fresh = NewSamples.of(batches(), dataset.normalization(), spec.minimumConfidence());
        LOG.infof(
                "%s: step %d of %d on %d new samples, %d of %d replayed; %s",
                cycle.arm(),
                start.step(),
                cycle.steps(),
                fresh.size(),
                cycle.replayPerStep(),
                old.batchSize(),
                cycle.trigger());
        Mixture mixture = new Mixture(cycle, fresh, set, old);
        try (TrainableNetwork net = TrainableNetwork.open(network, dataset.normalization(), settings, start.state());
                ReplayReader replay = with.log().replay(old, dataset, mixture.firstReplayed(start.step()));
                TrainingGauges gauges = new TrainingGauges(with.metrics(), run.run(), cycle.arm())) {
            Digest last = train(net, network, mixture, replay, gauges, start, settings);
            with.publisher().publish(new StudentTrained(run.run(), cycle.arm(), cycle.steps(), last, Instant.now()));
        }
    }

    /** The loop. Answers the final checkpoint. */
    private Digest train(
            TrainableNetwork net,
            Network network,
            Mixture mixture,
            ReplayReader replay,
            TrainingGauges gauges,
            Start start,
            TrainingSettings settings)
            throws InterruptedException {
        TrainingSpec training = run.experiment().student().training();
        ProgressReporter progress = new ProgressReporter(
                with.publisher(), run.run(), Phase.STUDENT_TRAINING, cycle.arm(), start.step(), cycle.steps());
        Digest checkpoint = start.parent();
        for (long step = start.step(); step < cycle.steps(); step++) {
            var batch = mixture.batch(step, (target, place) -> fill(replay.next(), target, place));
            double rate = LearningRates.at(training.schedule(), cycle.learningRate(), step, cycle.steps());

            StepResult result = net.step(batch, rate);

            long done = step + 1;
            gauges.step(done, batch.size(), result.loss(), 0);
            progress.report(done, batch.size(), Map.of("loss", result.loss(), "learningRate", rate));
            if (isDue(done, training.checkpointEverySteps())) {
                checkpoint = checkpoint(net, network, settings, done, mixture, checkpoint);
            }
            stopIfAsked();
        }
        return checkpoint;
    }

    private void fill(Replayed sample, Mixture.Batch target, int place) {
        sample.render(target.pixels(), place * set.imageBytes());
        target.put(place, sample.label(), sample.logits());
    }

    private boolean isDue(long done, int every) {
        return done == cycle.steps() || (every > 0 && done % every == 0);
    }

    private Digest checkpoint(
            TrainableNetwork net,
            Network network,
            TrainingSettings settings,
            long step,
            Mixture mixture,
            @Nullable Digest parent) {
        return with.checkpoints()
                .publish(
                        Role.STUDENT,
                        network,
                        net.state(),
                        files -> new CheckpointManifest(
                                run.run(),
                                cycle.arm(),
                                network.name(),
                                network.classes(),
                                step,
                                cycle.steps(),
                                old.dataset(),
                                old.id(),
                                old.teacherVersion(),
                                mixture.firstReplayed(step),
                                Map.of(),
                                run.experimentText(),
                                run.experiment().seed(),
                                settings.precision().name().toLowerCase(Locale.ROOT),
                                settings.threads(),
                                parent,
                                with.codeVersion(),
                                files))
                .checkpoint();
    }

    /** Its loss is that of the cycles: the first arm that may be served. */
    private Arm promotedArm() {
        return run.experiment().arms().stream().filter(Arm::promote).findFirst().orElseThrow();
    }

    private List<ContinuousBatch> batches() throws InterruptedException {
        List<ContinuousBatch> batches = new ArrayList<>();
        log.read(set, cycle.firstBatch(), cycle.endBatch(), batches::add);
        return batches;
    }

    private Start fresh(Network network) {
        return new Start(
                TrainingState.fresh(network, with.startingWeights().of(cycle.parent(), network)), 0, cycle.parent());
    }

    private Start resume(CheckpointPublished published, Network network) {
        Artefact<CheckpointManifest> artefact = with.checkpoints().fetch(published);
        return new Start(
                with.checkpoints().state(artefact, network), artefact.manifest().step(), published.checkpoint());
    }

    private void stopIfAsked() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        RunView now = with.runs().find(run.run()).orElse(run);
        if (now.stopReason() != null) {
            throw new InterruptedException("the run was stopped: " + now.stopReason());
        }
    }
}
