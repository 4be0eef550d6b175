package dev.retort.teacher.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.contracts.experiment.TeacherSpec;
import dev.retort.contracts.experiment.TrainingSpec;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.network.Network;
import dev.retort.distill.score.Scorer;
import dev.retort.distill.train.LearningRates;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.StateSnapshot;
import dev.retort.distill.train.StepResult;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingBatch;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.train.ViewBatches;
import dev.retort.distill.weights.Initialization;
import dev.retort.distill.weights.Weights;
import dev.retort.kit.checkpoint.CheckpointWriter;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.checkpoint.Checkpoints.Resumed;
import dev.retort.kit.checkpoint.Conditions;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.ProgressReporter;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.TrainingGauges;
import dev.retort.teacher.config.TeacherConfig;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Trains a teacher on hard labels, from its last checkpoint to its last step. */
@ApplicationScoped
public class TeacherTraining {
    static final String ARM = "teacher";
    private static final Logger LOG = Logger.getLogger(TeacherTraining.class);

    private final TeacherNetworks networks;
    private final Checkpoints checkpoints;
    private final EventPublisher publisher;
    private final RunGuard guard;
    private final MeterRegistry registry;
    private final TeacherConfig config;
    private final String codeVersion;

    TeacherTraining(
            TeacherNetworks networks,
            Checkpoints checkpoints,
            EventPublisher publisher,
            RunGuard guard,
            MeterRegistry registry,
            TeacherConfig config,
            @ConfigProperty(name = "quarkus.application.version") String codeVersion) {
        this.networks = networks;
        this.checkpoints = checkpoints;
        this.publisher = publisher;
        this.guard = guard;
        this.registry = registry;
        this.config = config;
        this.codeVersion = codeVersion;
    }

    /** Where a training begins: at its first step, or at a checkpoint. */
    private record Start(
            Supplier<TrainingState> state,
            long step,
            @Nullable Digest parent) {}

    /** A trained teacher and its last checkpoint. */
    record Trained(Weights weights, Digest checkpoint, long steps) {}

    Trained train(
            RunView run, TeacherSpec.Catalogued teacher, Dataset dataset, Digest datasetDigest, HeldOutSplit split)
            throws InterruptedException {
        TrainingSpec training = teacher.training();
        Network network = networks.network(teacher, dataset);
        TrainingSettings settings = networks.settings(run.experiment(), teacher);
        Seeds seeds = new Seeds(run.experiment().seed());
        ViewBatches batches = new ViewBatches(
                dataset, split.training(), training.augmentation(), seeds.teacherViews(), training.batchSize());
        if (batches.perEpoch() == 0) {
            throw new RunFailure(
                    "too-few-images",
                    "teacher.batchSize %d is more than the %d images to train on"
                            .formatted(training.batchSize(), split.training().length));
        }
        long totalSteps = (long) training.epochs() * batches.perEpoch();
        Conditions conditions = Conditions.of(settings);
        Start start = start(run, network, dataset, seeds, conditions);
        LOG.infof("teacher %s: step %d of %d, %s", network.name(), start.step(), totalSteps, settings.precision());
        ProgressReporter progress =
                new ProgressReporter(publisher, run.run(), Phase.TEACHER_TRAINING, ARM, start.step(), totalSteps);
        Map<String, Double> metrics = new HashMap<>();
        try (TrainableNetwork net = TrainableNetwork.open(
                        network,
                        dataset.normalization(),
                        settings,
                        start.state().get());
                Prefetch<TrainingBatch> prefetch = batches.from(start.step(), config.prefetchBatches());
                TrainingGauges gauges = new TrainingGauges(registry, run.run(), ARM);
                CheckpointWriter writer = new CheckpointWriter(start.parent())) {
            for (long step = start.step(); step < totalSteps; step++) {
                TrainingBatch batch = prefetch.take().orElseThrow();
                guard.checkTrainsOn(run.run());
                double rate = LearningRates.at(
                        training.schedule(), training.optimizer().learningRate(), step, totalSteps);

                StepResult result = net.step(batch, rate);

                long done = step + 1;
                gauges.step(done, batch.size(), result.loss(), prefetch.waitedSeconds());
                metrics.put("loss", result.loss());
                metrics.put("accuracy", (double) result.correct() / batch.size());
                metrics.put("learningRate", rate);
                metrics.put("checkpointShare", gauges.checkpoints(writer.spentSeconds()));
                if (done % batches.perEpoch() == 0) {
                    metrics.put("heldOutAccuracy", heldOutAccuracy(net, dataset, split));
                }
                progress.report(done, batch.size(), metrics);
                writer.check();
                if (isDue(done, totalSteps, training.checkpointEverySteps())) {
                    writer.begin(
                            net::snapshot,
                            (state, parent) -> checkpoint(
                                    run, state, network, conditions, datasetDigest, done, totalSteps, parent));
                }
            }
            Digest last = Objects.requireNonNull(writer.await(), "the last step writes a checkpoint");
            return new Trained(net.state().toWeights(network), last, totalSteps);
        }
    }

    private static double heldOutAccuracy(TrainableNetwork net, Dataset dataset, HeldOutSplit split) {
        return Scorer.score(net, dataset.train(), split.heldOut()).accuracy();
    }

    private static boolean isDue(long done, long totalSteps, int every) {
        return done == totalSteps || (every > 0 && done % every == 0);
    }

    private Start start(RunView run, Network network, Dataset dataset, Seeds seeds, Conditions conditions) {
        return run.latestCheckpoint(ARM)
                .map(published -> {
                    Resumed resumed = checkpoints.resume(published, network, conditions);
                    return new Start(resumed.state(), resumed.manifest().step(), published.checkpoint());
                })
                .orElseGet(() -> new Start(
                        () -> TrainingState.fresh(network, Initialization.of(network, seeds.teacherWeights(), dataset)),
                        0,
                        null));
    }

    private Digest checkpoint(
            RunView run,
            StateSnapshot state,
            Network network,
            Conditions conditions,
            Digest dataset,
            long step,
            long totalSteps,
            @Nullable Digest parent) {
        return checkpoints
                .publish(
                        Role.TEACHER,
                        state,
                        files -> new CheckpointManifest(
                                run.run(),
                                ARM,
                                network.name(),
                                network.classes(),
                                step,
                                totalSteps,
                                dataset,
                                null,
                                null,
                                0,
                                Map.of(),
                                run.experimentText(),
                                run.experiment().seed(),
                                conditions.precision(),
                                conditions.threads(),
                                conditions.machine(),
                                parent,
                                codeVersion,
                                files))
                .checkpoint();
    }
}
