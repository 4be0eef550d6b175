package dev.retort.trainer;

import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.contracts.experiment.TrainingSpec;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.train.LearningRates;
import dev.retort.distill.train.PrecisionSupport;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.StateSnapshot;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.weights.Initialization;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.checkpoint.Conditions;
import dev.retort.kit.dataset.DatasetStore;
import dev.retort.kit.log.EventPublisher;
import dev.retort.trainer.messaging.LogPosition;
import dev.retort.trainer.messaging.SoftTargetLog;
import dev.retort.trainer.messaging.SoftTargets.PositionedBatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** A {@linkplain SmallRuns#SHORT short run} whose first steps a trainer with another number of threads has taken. */
@ApplicationScoped
class BegunElsewhere {
    static final int STEPS = 5;
    private static final int TOTAL_STEPS = 30;

    private final DatasetStore datasets;
    private final SoftTargetLog log;
    private final Checkpoints checkpoints;
    private final EventPublisher publisher;

    BegunElsewhere(DatasetStore datasets, SoftTargetLog log, Checkpoints checkpoints, EventPublisher publisher) {
        this.datasets = datasets;
        this.log = log;
        this.checkpoints = checkpoints;
        this.publisher = publisher;
    }

    /** It goes on once its transfer set is opened. */
    CheckpointPublished begin(String run, TransferSet set, int threads) throws Exception {
        publisher.publish(new StartRun(run, SmallRuns.SHORT, "test", Instant.now()));
        publisher.publish(new TeacherTrained(run, set.dataset(), TransferSets.TEACHER, "resnet8", Instant.now()));
        Experiment experiment = ExperimentReader.read(SmallRuns.SHORT);
        TrainingSpec training = experiment.student().training();
        Dataset dataset = datasets.fetch(set.dataset());
        Network network = Networks.create("resnet8", dataset.train().shape(), set.classes());
        TrainingSettings settings = TrainingSettings.of(
                training,
                PrecisionSupport.resolve(experiment.precision()),
                threads,
                experiment.arms().getFirst());
        TrainingState fresh = TrainingState.fresh(
                network, Initialization.kaiming(network, new Seeds(experiment.seed()).studentWeights()));
        LogPosition position = LogPosition.START;
        try (TrainableNetwork net = TrainableNetwork.open(network, dataset.normalization(), settings, fresh);
                Prefetch<PositionedBatch> batches = log.read(set, dataset, position)) {
            for (int step = 0; step < STEPS; step++) {
                PositionedBatch next = batches.take().orElseThrow();
                net.step(
                        next.batch(),
                        LearningRates.at(
                                training.schedule(), training.optimizer().learningRate(), step, TOTAL_STEPS));
                position = next.after();
            }
            return publish(run, set, network, net.snapshot(), Conditions.of(settings), position);
        }
    }

    private CheckpointPublished publish(
            String run,
            TransferSet set,
            Network network,
            StateSnapshot state,
            Conditions conditions,
            LogPosition position) {
        return checkpoints.publish(
                Role.STUDENT,
                state,
                files -> new CheckpointManifest(
                        run,
                        "distilled",
                        network.name(),
                        network.classes(),
                        STEPS,
                        TOTAL_STEPS,
                        set.dataset(),
                        set.id(),
                        set.teacherVersion(),
                        position.nextSequence(),
                        position.offsets(),
                        SmallRuns.SHORT,
                        1,
                        conditions.precision(),
                        conditions.threads(),
                        conditions.machine(),
                        null,
                        "elsewhere",
                        files));
    }
}
