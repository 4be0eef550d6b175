package dev.retort.trainer.app;

import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.experiment.ContinuousSpec.Replay.Choice;
import dev.retort.distill.random.CounterRandom;
import dev.retort.distill.random.Stream;
import dev.retort.distill.train.TrainingBatch;
import dev.retort.distill.view.ViewOrder;
import java.util.stream.IntStream;

/**
 * What each step of a cycle learns from: so many new samples, pass by pass in an order of its own and at another view, and
 * so many old ones, read on from a place in the transfer set that the seed chooses (its order is random already). Step k is
 * a pure function of k, the cycle's record, its experiment and the two logs, so that a training that was killed goes on anywhere.
 */
final class Mixture {
    private final RetrainingStarted cycle;
    private final NewSamples fresh;
    private final ContinuousSet set;
    private final TransferSet old;
    private final ContinuousSpec.Replay replayed;
    private final ViewOrder order;

    /** @param replayed which samples of the transfer set are */
    Mixture(
            RetrainingStarted cycle,
            NewSamples fresh,
            ContinuousSet set,
            TransferSet old,
            ContinuousSpec.Replay replayed) {
        this.cycle = cycle;
        this.fresh = fresh;
        this.set = set;
        this.old = old;
        this.replayed = replayed;
        this.order = new ViewOrder(IntStream.range(0, fresh.size()).toArray(), cycle.seed());
    }

    /** A batch while it is put together. Holds bare arrays, which are handed on with it. */
    static final class Batch {
        private final byte[] pixels;
        private final int[] labels;
        private final short[] logits;
        private final int classes;

        Batch(int size, int imageBytes, int classes) {
            this.pixels = new byte[size * imageBytes]; // [n, c, h, w]
            this.labels = new int[size];
            this.logits = new short[size * classes]; // [n, classes]
            this.classes = classes;
        }

        byte[] pixels() {
            return pixels;
        }

        void put(int place, int label, short[] teacherLogits) {
            labels[place] = label;
            System.arraycopy(teacherLogits, 0, logits, place * classes, classes);
        }

        TrainingBatch complete() {
            return new TrainingBatch(pixels, labels, logits);
        }
    }

    /** Old samples, one after the other, without end. */
    interface Replay {
        /** Writes the next one at {@code place} of the batch. */
        void fill(Batch target, int place) throws InterruptedException;
    }

    /** New samples that no step learns from, since the teacher is not sure of them. */
    int leftOut() {
        return fresh.leftOut();
    }

    /** Number of the sample of the transfer set with which the replay of step {@code step} begins. */
    long firstReplayed(long step) {
        int firstBatch = place().below((int) Math.min(old.batches(), Integer.MAX_VALUE));
        return ((long) firstBatch * old.batchSize() + step * cycle.replayPerStep()) % old.samples();
    }

    private CounterRandom place() {
        return replayed.choice() == Choice.SAME
                ? new CounterRandom(replayed.seed(), Stream.REPLAY, 0, 0)
                : new CounterRandom(cycle.seed(), Stream.REPLAY, cycle.cycle(), 0);
    }

    /** Which new sample is at a position of the passes over all of them. */
    int sampleAt(long position) {
        return order.indexAt((int) (position / fresh.size()), (int) (position % fresh.size()));
    }

    /** @param replay that has come to {@link #firstReplayed} of this step */
    TrainingBatch batch(long step, Replay replay) throws InterruptedException {
        Batch batch = new Batch(cycle.newPerStep() + cycle.replayPerStep(), set.imageBytes(), set.classes());
        for (int place = 0; place < cycle.newPerStep(); place++) {
            long position = step * cycle.newPerStep() + place;
            int pass = (int) (position / fresh.size());
            fresh.fill(sampleAt(position), pass % set.views(), batch, place);
        }
        for (int i = 0; i < cycle.replayPerStep(); i++) {
            replay.fill(batch, cycle.newPerStep() + i);
        }
        return batch.complete();
    }
}
