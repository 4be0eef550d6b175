package dev.retort.distill.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenAnswersTest {
    /** Two images of two pixels; logits are the first pixel, and a thousand times the second. */
    private static final Classifier CLASSIFIER = (pixels, images) -> new float[] {pixels[0], 1000f * pixels[1]};

    private static final byte[] PIXELS = {1, 2, 3, 4};
    private static final byte[] LOGITS = {
        0, 0, (byte) 0x80, 0x3f, 0, 0, (byte) 0xfa, 0x44, 0, 0, 0x40, 0x40, 0, 0, 0x7a, 0x45
    };

    private final GoldenAnswers golden = GoldenAnswers.decode(PIXELS, LOGITS, 2);

    @Test
    void findsNoFaultWithTheSameAnswers() {
        assertThat(golden.fault(CLASSIFIER, 1e-3)).isEmpty();
        assertThat(golden.pixels()).isEqualTo(PIXELS);
        assertThat(golden.logits()).as("float32, little-endian").isEqualTo(LOGITS);
    }

    @Test
    void allowsAShareOfALargeLogitAndAsMuchOfASmallOne() {
        assertThat(golden.fault(off(0.0009f, 0.9f), 1e-3)).isEmpty();
        assertThat(golden.fault(off(0.004f, 0), 1e-3)).isPresent();
        assertThat(golden.fault(off(0, 2.1f), 1e-3)).get().asString().contains("golden image 0", "2000.0");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void takesNothingThatIsNotFiniteForTheSame(float other) {
        assertThat(golden.fault(off(other, 0), 1e-3)).isPresent();
    }

    @Test
    void takesAnotherNumberOfClassesForAnotherAnswer() {
        assertThat(golden.fault((pixels, images) -> new float[3], 1e-3)).isPresent();
    }

    @Test
    void refusesBytesThatAreNotOfSoManyImages() {
        assertThatThrownBy(() -> GoldenAnswers.decode(PIXELS, LOGITS, 3)).hasMessageContaining("3 golden images");
        assertThatThrownBy(() -> GoldenAnswers.decode(PIXELS, Arrays.copyOf(LOGITS, 15), 2))
                .hasMessageContaining("15 bytes");
        assertThatThrownBy(() -> GoldenAnswers.decode(PIXELS, new byte[0], 2)).hasMessageContaining("0 logits");
    }

    private static Classifier off(float first, float second) {
        return (pixels, images) -> new float[] {pixels[0] + first, 1000f * pixels[1] + second};
    }
}
