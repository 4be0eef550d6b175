package dev.retort.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.sample.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ObservationTest {
    private static final FakeModel MODEL = new FakeModel(FakeModel.version("a"));

    @Test
    void givesBackThePixelsAndWhatWasAnswered() {
        float[] values = new float[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 23 / 255f;
        }
        Logits logits = new Logits(new float[] {0, (float) Math.log(3)}, 2);

        List<Sample> samples =
                new Observation(new RequestId("order-7"), MODEL, Images.of(values, 1), logits).samples("test");

        assertThat(samples).singleElement().satisfies(sample -> {
            assertThat(sample.pixels()).containsExactly(0, 23, 46, 69, 92, 115, 138, 161, 184, 207, 230, 253);
            assertThat(sample.requestId()).isEqualTo("order-7");
            assertThat(sample.label()).isNull();
            assertThat(Objects.requireNonNull(sample.answer()).topClass()).isEqualTo(1);
            assertThat(Objects.requireNonNull(sample.answer()).confidence()).isCloseTo(0.75, within(1e-6));
            assertThat(Objects.requireNonNull(sample.answer()).modelVersion()).isEqualTo(MODEL.version());
        });
    }

    @Test
    void numbersTheImagesOfARequestAndLeavesOutWhatIsNone() {
        float[] values = new float[36];
        Arrays.fill(values, 12, 24, 0.5f);
        Arrays.fill(values, 24, 36, 1);

        List<Sample> samples = new Observation(
                        new RequestId("an/order"), MODEL, Images.of(values, 3), new Logits(new float[6], 2))
                .samples("test");

        assertThat(samples)
                .extracting(Sample::requestId)
                .allSatisfy(name -> assertThat(name).matches("[0-9a-f-]{36}\\.[02]"));
        assertThat(samples).hasSize(2);
    }

    @Test
    void takesNoNumbersForPixelsThatAreNone() {
        for (float other : new float[] {-1, 2, Float.NaN, Float.MAX_VALUE}) {
            float[] values = new float[12];
            values[7] = other;

            assertThat(new Observation(new RequestId("1"), MODEL, Images.of(values, 1), new Logits(new float[2], 2))
                            .samples("test"))
                    .as("%s", other)
                    .isEmpty();
        }
    }
}
