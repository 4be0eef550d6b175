package dev.retort.trainer.app;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.kit.run.RunView;
import dev.retort.trainer.messaging.LogPosition;
import dev.retort.trainer.messaging.ReplayReader;
import dev.retort.trainer.messaging.SoftTargets;
import dev.retort.trainer.messaging.SoftTargets.PositionedBatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;

/**
 * What the student of a cycle is made from: the cycle's record, the champion, and the logs that the record names.
 *
 * @param set of the new samples
 * @param transferSet that is replayed
 * @param log holds the set
 */
record CycleSource(
        RunView run, RetrainingStarted cycle, ContinuousSet set, TransferSet transferSet, CycleBatches.Source log)
        implements StudentSource {
    private static final Logger LOG = Logger.getLogger(CycleSource.class);

    @Override
    public String armName() {
        return cycle.arm();
    }

    @Override
    public long totalSteps() {
        return cycle.steps();
    }

    @Override
    public double learningRate() {
        return cycle.learningRate();
    }

    @Override
    public TrainingSettings settings(Precision precision, int threads) {
        return TrainingSettings.of(training(), precision, threads, promotedArm())
                .withMissingLabels();
    }

    /** Its loss is that of the cycles: the first arm that may be served. */
    private Arm promotedArm() {
        return run.experiment().arms().stream().filter(Arm::promote).findFirst().orElseThrow();
    }

    @Override
    public Start start(StartingWeights weights, Network network, Dataset dataset) {
        return new Start(
                () -> TrainingState.fresh(network, weights.of(cycle.parent(), network)),
                LogPosition.START,
                0,
                cycle.parent());
    }

    @Override
    public Batches batches(SoftTargets softTargets, Dataset dataset, Start start, Prefetch.Check goesOn)
            throws InterruptedException {
        NewSamples fresh = newSamples(dataset, goesOn);
        LOG.infof(
                "%s: new samples: %d; replayed: %d of %d images a step",
                cycle.arm(), fresh.size(), cycle.replayPerStep(), cycle.newPerStep() + cycle.replayPerStep());
        Mixture mixture = new Mixture(cycle, fresh, set, transferSet, spec().replay());
        PrimitiveIterator.OfLong steps =
                LongStream.range(start.step(), cycle.steps()).iterator();
        Prefetch<PositionedBatch> ahead = softTargets.mix(
                transferSet,
                dataset,
                mixture.firstReplayed(start.step()),
                old -> steps.hasNext() ? Optional.of(mixed(mixture, steps.nextLong(), old)) : Optional.empty());
        return new Batches(ahead, Map.of("leftOutSamples", (double) mixture.leftOut()));
    }

    /** Reads the new samples, and holds them. */
    private NewSamples newSamples(Dataset dataset, Prefetch.Check goesOn) throws InterruptedException {
        List<ContinuousBatch> batches = new CycleBatches(cycle, set, log).read(goesOn);
        return NewSamples.of(batches, dataset.normalization(), spec().minimumConfidence());
    }

    private ContinuousSpec spec() {
        return Objects.requireNonNull(run.experiment().continuous(), "the run ends with its students");
    }

    private PositionedBatch mixed(Mixture mixture, long step, ReplayReader old) throws InterruptedException {
        return new PositionedBatch(
                mixture.batch(step, (target, place) -> fill(old.next(), target, place)),
                new LogPosition(mixture.firstReplayed(step + 1), Map.of()));
    }

    private void fill(ReplayReader.Replayed sample, Mixture.Batch target, int place) {
        sample.render(target.pixels(), place * set.imageBytes());
        target.put(place, sample.label(), sample.logits());
    }
}
