package dev.retort.distill.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import org.junit.jupiter.api.Test;

class ScorerTest {
    /** Images of one pixel, whose value is the index; label = index mod 3. */
    private record CountingImages(int size) implements ImageSet {
        @Override
        public ImageShape shape() {
            return new ImageShape(1, 1, 1);
        }

        @Override
        public int label(int index) {
            return index % 3;
        }

        @Override
        public void copyPixels(int index, byte[] target, int offset) {
            target[offset] = (byte) index;
        }
    }

    /** Logit {@code right} for the label, 0 for the others; images from {@code firstWrong} on get it one class off. */
    private static Classifier classifier(float right, int firstWrong) {
        return (pixels, images) -> {
            float[] logits = new float[images * 3];
            for (int i = 0; i < images; i++) {
                int index = Byte.toUnsignedInt(pixels[i]);
                logits[i * 3 + (index < firstWrong ? index : index + 1) % 3] = right;
            }
            return logits;
        };
    }

    @Test
    void computesAccuracyAndLikelihoodOverSeveralBatches() {
        Score score = Scorer.score(classifier(2, 150), new CountingImages(200));

        double normalizer = Math.log(Math.exp(2) + 2);
        assertThat(score.images()).isEqualTo(200);
        assertThat(score.accuracy()).isEqualTo(0.75);
        assertThat(score.negativeLogLikelihood()).isCloseTo(0.75 * (normalizer - 2) + 0.25 * normalizer, within(1e-12));
    }

    @Test
    void scoresOnlyTheImagesAskedFor() {
        Score score = Scorer.score(classifier(2, 150), new CountingImages(200), new int[] {0, 149, 150, 199});

        assertThat(score.images()).isEqualTo(4);
        assertThat(score.accuracy()).isEqualTo(0.5);
    }

    @Test
    void doesNotOverflowOnHugeLogits() {
        Score score = Scorer.score(classifier(1e30f, 200), new CountingImages(200));

        assertThat(score.negativeLogLikelihood()).isZero();
    }

    @Test
    void refusesLogitsThatAreNotFinite() {
        assertThatExceptionOfType(NonFiniteLogitException.class)
                .isThrownBy(() -> Scorer.score(classifier(Float.NaN, 200), new CountingImages(5)));
    }

    @Test
    void refusesALabelBeyondTheClasses() {
        Classifier twoClasses = (pixels, images) -> new float[images * 2];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scorer.score(twoClasses, new CountingImages(5)))
                .withMessageContaining("label 2");
    }

    @Test
    void refusesToScoreNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scorer.score(classifier(1, 1), new CountingImages(5), new int[0]));
    }
}
