package dev.retort.trainer.app;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.kit.continuous.ContinuousLog;
import dev.retort.kit.run.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the student of a cycle is made from: the cycle's record, and the logs that it names. The same for who trains it and
 * for who trains it again.
 *
 * @param set of the new samples
 * @param old what is replayed
 * @param log holds the set
 */
record CycleSource(RunView run, RetrainingStarted cycle, ContinuousSet set, TransferSet old, ContinuousLog log) {
    Experiment experiment() {
        return run.experiment();
    }

    ContinuousSpec spec() {
        return Objects.requireNonNull(experiment().continuous(), "the run ends with its students");
    }

    TrainingSettings settings(Precision precision, int threads) {
        return TrainingSettings.of(experiment().student().training(), precision, threads, promotedArm())
                .withMissingLabels();
    }

    /** Its loss is that of the cycles: the first arm that may be served. */
    private Arm promotedArm() {
        return experiment().arms().stream().filter(Arm::promote).findFirst().orElseThrow();
    }

    /** Reads the new samples, and holds them. */
    NewSamples newSamples(Dataset dataset) throws InterruptedException {
        List<ContinuousBatch> batches = new ArrayList<>();
        log.read(set, cycle.firstBatch(), cycle.endBatch(), batches::add);
        return NewSamples.of(batches, dataset.normalization(), spec().minimumConfidence());
    }

    Mixture mixture(NewSamples fresh) {
        return new Mixture(cycle, fresh, set, old, spec().replay());
    }
}
