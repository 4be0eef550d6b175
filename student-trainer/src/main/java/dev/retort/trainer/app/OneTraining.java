package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.train.PrecisionSupport;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.kit.checkpoint.CheckpointWriter;
import dev.retort.kit.checkpoint.Checkpoints.Resumed;
import dev.retort.kit.checkpoint.Conditions;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.RunWorker;
import dev.retort.kit.run.TrainingGauges;
import dev.retort.trainer.messaging.LogPosition;
import java.time.Instant;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Trains one student, from its last checkpoint to its last step. */
final class OneTraining implements RunWorker.Work {
    private static final Logger LOG = Logger.getLogger(OneTraining.class);

    private final StudentSource source;
    private final RunView run;
    private final Collaborators with;
    private final Prefetch.Check goesOn;

    /** @param goesOn asked before each step as well, besides the state of the run */
    OneTraining(StudentSource source, Collaborators with, Prefetch.Check goesOn) {
        this.source = source;
        this.run = source.run();
        this.with = with;
        this.goesOn = goesOn;
    }

    @Override
    public String run() {
        return run.run();
    }

    @Override
    public void perform() throws InterruptedException {
        Dataset dataset = with.datasets().fetch(source.transferSet().dataset());
        Network network = network(dataset);
        TrainingSettings settings =
                source.settings(PrecisionSupport.resolve(run.experiment().precision()), with.threads());
        Conditions conditions = Conditions.of(settings);
        Start start = run.latestCheckpoint(source.armName())
                .map(checkpoint -> resume(checkpoint, network, conditions))
                .orElseGet(() -> source.start(with.startingWeights(), network, dataset));
        LOG.infof(
                "arm %s: step %d of %d, %s", source.armName(), start.step(), source.totalSteps(), settings.precision());
        try (TrainableNetwork net = TrainableNetwork.open(
                        network,
                        dataset.normalization(),
                        settings,
                        start.state().get());
                StudentSource.Batches batches = source.batches(with.log(), dataset, start, this::stopIfAsked);
                TrainingGauges gauges = new TrainingGauges(with.metrics(), run.run(), source.armName());
                CheckpointWriter writer = new CheckpointWriter(start.parent())) {
            StudentCheckpoints checkpoints = new StudentCheckpoints(source, network, conditions, with);
            StepReports reports =
                    new StepReports(source, settings, batches, gauges, writer, start.step(), with.publisher());
            // Asked while a step waits for its batch as well: a checkpoint that failed is not to wait with it.
            Prefetch.Check check = () -> {
                stopIfAsked();
                writer.check();
            };
            StepLoop.run(source, net, batches.ahead(), start.step(), source.totalSteps(), check, step -> {
                reports.report(step);
                if (source.isCheckpointDue(step.steps())) {
                    writer.begin(net::snapshot, (state, parent) -> checkpoints.publish(state, step, parent));
                }
            });
            Digest last = Objects.requireNonNull(writer.await(), "the last step writes a checkpoint");
            with.publisher()
                    .publish(new StudentTrained(run.run(), source.armName(), source.totalSteps(), last, Instant.now()));
        }
    }

    private Start resume(CheckpointPublished published, Network network, Conditions conditions) {
        Resumed resumed = with.checkpoints().resume(published, network, conditions);
        CheckpointManifest manifest = resumed.manifest();
        LogPosition position = new LogPosition(manifest.nextSequence(), manifest.offsets());
        return new Start(resumed.state(), position, manifest.step(), published.checkpoint());
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
        goesOn.goesOn();
    }
}
