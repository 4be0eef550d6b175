package dev.retort.distill.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PredictionsCodecTest {
    @Test
    void keepsLabelsAndAnswersAndRoundsLogitsToFp16() {
        Predictions before = SyntheticPredictions.formula();
        byte[] bytes = PredictionsCodec.encode(before);
        Predictions after = PredictionsCodec.decode(bytes, before.images(), before.classes());

        assertThat(bytes).hasSize(SyntheticPredictions.IMAGES * (4 + 2 * SyntheticPredictions.CLASSES));
        assertThat(after.answers()).isEqualTo(before.answers());
        for (int i = 0; i < before.images(); i++) {
            assertThat(after.label(i)).isEqualTo(before.label(i));
            assertThat((double) after.logit(i, 2)).isCloseTo(before.logit(i, 2), within(4e-3));
        }
    }

    /** One image: label 1, answer 0, logits 1 and -2. */
    @Test
    void hasTheFormThatIsInTheStoreAlready() {
        byte[] bytes = PredictionsCodec.encode(Predictions.of(2, new int[] {1}, new float[] {1, -2}));

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("000100003c00c000");
    }

    @Test
    void keepsAnAnswerThatFp16CouldNotTell() {
        Predictions close = Predictions.of(2, new int[] {0}, new float[] {10, 10.0001f});
        Predictions after = PredictionsCodec.decode(PredictionsCodec.encode(close), 1, 2);

        assertThat(after.logit(0, 0)).isEqualTo(after.logit(0, 1));
        assertThat(after.answer(0)).isEqualTo(1);
    }

    @Test
    void takesHugeLogitsForTheGreatestThatFp16Has() {
        Predictions huge = Predictions.of(2, new int[] {0}, new float[] {1e30f, -1e30f});
        Predictions after = PredictionsCodec.decode(PredictionsCodec.encode(huge), 1, 2);

        assertThat(after.logit(0, 0)).isEqualTo(65_504);
        assertThat(after.logit(0, 1)).isEqualTo(-65_504);
    }

    @Test
    void refusesBytesOfAnotherSizeAndWhatNoClassifierSays() {
        byte[] bytes = PredictionsCodec.encode(SyntheticPredictions.formula());

        assertThatIllegalArgumentException().isThrownBy(() -> PredictionsCodec.decode(bytes, 119, 7));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PredictionsCodec.decode(HexFormat.of().parseHex("000500003c00c000"), 1, 2))
                .withMessageContaining("label 5");
        assertThatExceptionOfType(NonFiniteLogitException.class)
                .isThrownBy(() -> PredictionsCodec.decode(HexFormat.of().parseHex("000100007c00c000"), 1, 2));
    }
}
