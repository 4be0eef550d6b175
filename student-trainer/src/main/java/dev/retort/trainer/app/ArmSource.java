package dev.retort.trainer.app;

import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.kit.run.RunView;
import dev.retort.trainer.messaging.LogPosition;
import dev.retort.trainer.messaging.SoftTargets;
import java.util.Map;
import java.util.stream.Stream;

/** What the student of an arm is made from: the experiment, and its transfer set from the first batch on. */
record ArmSource(RunView run, Arm arm, TransferSet transferSet) implements StudentSource {
    /** Of every arm, in the order of the experiment; none before there is a transfer set. */
    static Stream<ArmSource> of(RunView run) {
        TransferSet set = run.transferSet();
        return set == null ? Stream.empty() : run.experiment().arms().stream().map(arm -> new ArmSource(run, arm, set));
    }

    @Override
    public String armName() {
        return arm.name();
    }

    @Override
    public long totalSteps() {
        return (long) training().epochs() * transferSet.batchesPerView();
    }

    @Override
    public double learningRate() {
        return training().optimizer().learningRate();
    }

    @Override
    public TrainingSettings settings(Precision precision, int threads) {
        return TrainingSettings.of(training(), precision, threads, arm);
    }

    @Override
    public Start start(StartingWeights starting, Network network, Dataset dataset) {
        return new Start(
                () -> TrainingState.fresh(
                        network, starting.of(run, arm.name(), transferSet.teacherVersion(), network, dataset)),
                LogPosition.START,
                0,
                null);
    }

    @Override
    public Batches batches(SoftTargets softTargets, Dataset dataset, Start start, Prefetch.Check goesOn) {
        return new Batches(softTargets.read(transferSet, dataset, start.position()), Map.of());
    }
}
