package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cycle: the student goes on from the champion. The result is a pure function of this and of the logs that it names.
 *
 * @param cycle its number in the run, from 1
 * @param arm of the run, which the cycle's checkpoints belong to
 * @param champion model version that the alias named
 * @param parent checkpoint of the champion, whose weights training goes on from
 * @param set the continuous set
 * @param firstBatch of the set, inclusive: the new samples
 * @param endBatch of the set, exclusive
 * @param transferSet that is replayed
 * @param replayPerStep samples of a step that are replayed
 * @param newPerStep samples of a step that are new
 * @param seed decides order and views of the new samples, and where the replay begins
 * @param steps of the training
 * @param learningRate greatest of the schedule
 * @param trigger in words
 * @param commands how many {@link Retrain} of the run had been read when it began, which it is the answer to; null on records
 *     that are older than this
 */
public record RetrainingStarted(
        String run,
        int cycle,
        String arm,
        Digest champion,
        Digest parent,
        Digest set,
        long firstBatch,
        long endBatch,
        Digest transferSet,
        int replayPerStep,
        int newPerStep,
        long seed,
        long steps,
        double learningRate,
        String trigger,
        Instant at,
        @Nullable Long commands)
        implements ContinuousEvent {
    public RetrainingStarted {
        Arguments.requireName("run", run);
        Arguments.requireAtLeast("cycle", cycle, 1);
        Arguments.requireName("arm", arm);
        Arguments.requireNotNegative("firstBatch", firstBatch);
        Arguments.requireNotNegative("endBatch", endBatch);
        Arguments.requireNotNegative("replayPerStep", replayPerStep);
        Arguments.requireAtLeast("newPerStep", newPerStep, 1);
        Arguments.requireAtLeast("steps", steps, 1);
        Arguments.requireFinite("learningRate", learningRate);
        if (commands != null) {
            Arguments.requireNotNegative("commands", commands);
        }
    }

    public RetrainingStarted(
            String run,
            int cycle,
            String arm,
            Digest champion,
            Digest parent,
            Digest set,
            long firstBatch,
            long endBatch,
            Digest transferSet,
            int replayPerStep,
            int newPerStep,
            long seed,
            long steps,
            double learningRate,
            String trigger,
            Instant at) {
        this(
                run,
                cycle,
                arm,
                champion,
                parent,
                set,
                firstBatch,
                endBatch,
                transferSet,
                replayPerStep,
                newPerStep,
                seed,
                steps,
                learningRate,
                trigger,
                at,
                null);
    }
}
