package dev.retort.trainer.app;

import static dev.retort.trainer.app.Cycles.DIGEST;
import static dev.retort.trainer.app.Cycles.cycle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.continuous.Requests;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.experiment.ContinuousSpec.Replay.Choice;
import dev.retort.contracts.experiment.Flip;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.train.TrainingBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MixtureTest {
    private static final int CLASSES = 3;
    private static final int BATCH = 10;
    private static final Normalization NONE = new Normalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    private static final ContinuousSet SET = new ContinuousSet(
            DIGEST, DIGEST, DIGEST, new Augmentation(Flip.RANDOM, 2, 0, 0), 5, 3, 8, 8, CLASSES, BATCH, 2, 0.2);
    private static final TransferSet OLD =
            new TransferSet(DIGEST, DIGEST, DIGEST, Augmentation.NONE, 1, 10, 1, 1, 80, 8, 1, CLASSES);

    /** Of ten samples the last two are held out; the first three have a label. */
    private static ContinuousBatch batch(long number, List<LateLabel> lateLabels) {
        return batch(number, new int[] {0, 1, 2}, lateLabels);
    }

    private static ContinuousBatch batch(long number, int[] firstLabels, List<LateLabel> lateLabels) {
        Random random = new Random(number);
        byte[] pixels = new byte[BATCH * SET.imageBytes()];
        random.nextBytes(pixels);
        short[] logits = new short[SET.views() * BATCH * CLASSES];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Float.floatToFloat16((float) random.nextGaussian());
        }
        int[] labels = new int[BATCH];
        Arrays.fill(labels, ContinuousBatch.NO_LABEL);
        System.arraycopy(firstLabels, 0, labels, 0, firstLabels.length);
        boolean[] heldOut = new boolean[BATCH];
        Arrays.fill(heldOut, 8, BATCH, true);
        List<String> requestIds = List.of("", "", "", "", "", "", "", "", "", "");
        return new ContinuousBatch(
                SET,
                number,
                10 * number,
                10 * number + 10,
                pixels,
                logits,
                labels,
                heldOut,
                Requests.of(requestIds),
                lateLabels,
                List.of(),
                DIGEST);
    }

    private static NewSamples samples(double minimumConfidence) {
        return NewSamples.of(
                List.of(batch(1, List.of()), batch(2, List.of(new LateLabel(13, 2)))), NONE, minimumConfidence);
    }

    private static Mixture mixture(long seed) {
        return new Mixture(cycle(1, seed), samples(0), SET, OLD, new ContinuousSpec.Replay(0.375, 1));
    }

    /** The old samples as their numbers: number n is shown as pixels of value n. */
    private static final class Numbers implements Mixture.Replay {
        private long next;

        Numbers(long first) {
            this.next = first;
        }

        @Override
        public void fill(Mixture.Batch target, int place) {
            Arrays.fill(target.pixels(), place * SET.imageBytes(), (place + 1) * SET.imageBytes(), (byte) next);
            target.put(place, (int) next % CLASSES, new short[CLASSES]);
            next = (next + 1) % OLD.samples();
        }
    }

    private static List<Object> steps(Mixture mixture, long from, long to) throws InterruptedException {
        List<Object> steps = new ArrayList<>();
        Numbers replay = new Numbers(mixture.firstReplayed(from));
        for (long step = from; step < to; step++) {
            steps.add(mixture.batch(step, replay));
        }
        return steps;
    }

    @Test
    void isTheSameFromAnyStepOnHoweverItWasBegun() throws InterruptedException {
        List<Object> undisturbed = steps(mixture(7), 0, 20);

        for (int killed = 0; killed < 20; killed++) {
            assertThat(steps(mixture(7), killed, 20))
                    .as("gone on at step %d", killed)
                    .usingRecursiveComparison()
                    .isEqualTo(undisturbed.subList(killed, 20));
        }
        assertThat(steps(mixture(8), 0, 20)).usingRecursiveComparison().isNotEqualTo(undisturbed);
    }

    @Test
    void beginsTheReplayOfEachCycleElsewhereOrOfAllAtOnePlace() {
        Set<Long> elsewhere = new HashSet<>();
        Set<Long> atOnePlace = new HashSet<>();
        for (int number = 1; number <= 5; number++) {
            RetrainingStarted cycle = cycle(number, 100 + number);
            elsewhere.add(firstReplayed(cycle, new ContinuousSpec.Replay(0.375, 1)));
            atOnePlace.add(firstReplayed(cycle, new ContinuousSpec.Replay(0.375, 1, Choice.SAME)));
        }

        assertThat(elsewhere).hasSizeGreaterThan(2);
        assertThat(atOnePlace).hasSize(1);
        Set<Long> bySeed = new HashSet<>();
        for (int seed = 1; seed <= 5; seed++) {
            bySeed.add(firstReplayed(cycle(1, 101), new ContinuousSpec.Replay(0.375, seed, Choice.SAME)));
        }
        assertThat(bySeed).as("the seed decides where").hasSizeGreaterThan(2);
    }

    private static long firstReplayed(RetrainingStarted cycle, ContinuousSpec.Replay replayed) {
        return new Mixture(cycle, samples(0), SET, OLD, replayed).firstReplayed(0);
    }

    @Test
    void showsEveryNewSampleOnceAPassAndNeverAHeldOutOne() {
        Mixture mixture = mixture(7);
        assertThat(samples(0).size()).isEqualTo(16);
        List<Integer> seen = new ArrayList<>();
        for (int position = 0; position < 80; position++) {
            seen.add(mixture.sampleAt(position));
        }
        for (int pass = 0; pass < 5; pass++) {
            assertThat(seen.subList(16 * pass, 16 * pass + 16))
                    .doesNotHaveDuplicates()
                    .allMatch(sample -> sample < 16);
        }
        assertThat(seen.subList(0, 16)).isNotEqualTo(seen.subList(16, 32));
    }

    @Test
    void leavesOutWhatTheTeacherIsNotSureOfUnlessItsLabelIsKnown() {
        assertThat(samples(0.999).size())
                .as("three labels a batch, and one that came later")
                .isEqualTo(7);
        assertThat(samples(0.999).leftOut()).isEqualTo(16 - 7);
        assertThat(samples(0).leftOut()).isZero();
        assertThat(NewSamples.greatestProbability(new short[] {0, 0, 0, 0})).isEqualTo(0.25);
    }

    @Test
    void takesAllWhereTheTeacherIsSureOfNone() {
        NewSamples unlabelled = NewSamples.of(List.of(batch(1, new int[] {-1, -1, -1}, List.of())), NONE, 0.999);

        assertThat(unlabelled.size()).isEqualTo(8);
        assertThat(unlabelled.leftOut()).isZero();
    }

    /** What a cycle reads is its range of batches: a label that came behind it does not change what it was. */
    @Test
    void learnsALateLabelOnlyWhereTheRangeOfTheCycleHoldsIt() {
        List<ContinuousBatch> earlier = List.of(batch(1, List.of()), batch(2, List.of()));
        List<ContinuousBatch> later = new ArrayList<>(earlier);
        later.add(batch(3, List.of(new LateLabel(13, 2))));

        assertThat(shown(earlier, 3)).extracting("hardLabels").isEqualTo(new int[] {TrainingBatch.NO_LABEL});
        assertThat(shown(later, 3)).extracting("hardLabels").isEqualTo(new int[] {2});
    }

    private static TrainingBatch shown(List<ContinuousBatch> batches, int sample) {
        Mixture.Batch one = new Mixture.Batch(1, SET.imageBytes(), CLASSES);
        NewSamples.of(batches, NONE, 0).fill(sample, 0, one, 0);
        return one.complete();
    }
}
