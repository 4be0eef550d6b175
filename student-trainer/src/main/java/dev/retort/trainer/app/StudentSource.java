package dev.retort.trainer.app;

import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.experiment.TrainingSpec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.train.LearningRates;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.kit.run.RunView;
import dev.retort.trainer.messaging.SoftTargets;
import dev.retort.trainer.messaging.SoftTargets.PositionedBatch;
import java.util.Map;

/** What one student is made from, that of an arm or of a cycle: the same for who trains it and for who trains it again. */
sealed interface StudentSource permits ArmSource, CycleSource {
    RunView run();

    /** As events name it: a cycle is an arm of its run. */
    String armName();

    /** That it reads, or reads again. */
    TransferSet transferSet();

    long totalSteps();

    /** Greatest of the schedule. */
    double learningRate();

    TrainingSettings settings(Precision precision, int threads);

    /** Before the first step. */
    Start start(StartingWeights weights, Network network, Dataset dataset);

    /**
     * What its steps learn from, those that are left.
     *
     * @param goesOn asked a few times a second while one waits for what has to be there before the first of them
     */
    Batches batches(SoftTargets softTargets, Dataset dataset, Start start, Prefetch.Check goesOn)
            throws InterruptedException;

    /**
     * @param ahead prepared on a thread of its own
     * @param facts that its progress tells at every step, by name
     */
    record Batches(Prefetch<PositionedBatch> ahead, Map<String, Double> facts) implements AutoCloseable {
        @Override
        public void close() {
            ahead.close();
        }
    }

    default TrainingSpec training() {
        return run().experiment().student().training();
    }

    /** @param step counted from 0 */
    default double learningRateAt(long step) {
        return LearningRates.at(training().schedule(), learningRate(), step, totalSteps());
    }

    /** @param done steps */
    default boolean isCheckpointDue(long done) {
        int every = training().checkpointEverySteps();
        return done == totalSteps() || (every > 0 && done % every == 0);
    }
}
