package dev.retort.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BacklogTest {
    private static final float PIXEL = 77 / 255f;

    private final Backlog backlog = new Backlog(4, 100);
    private final List<List<Float>> seen = new ArrayList<>();

    @Test
    void keepsACopyThatDoesNotHangOnTheRequestsBody() throws InterruptedException {
        float[] body = {0, PIXEL, 0.123f, 1};
        float[] pixels = {0, PIXEL, 1, 1 / 255f};
        backlog.offer(Images.of(body, 1), this::see);
        backlog.offer(Images.of(pixels, 1), this::see);
        Arrays.fill(body, -1);
        Arrays.fill(pixels, -1);

        backlog.workOnNext();
        backlog.workOnNext();

        assertThat(seen).containsExactly(List.of(0f, PIXEL, 0.123f, 1f), List.of(0f, PIXEL, 1f, 1 / 255f));
    }

    @Test
    void takesNoMoreImagesThanAllowedAndMakesRoomWhenOneIsDone() throws InterruptedException {
        assertThat(offer(new float[3], 3)).isTrue();
        assertThat(offer(new float[2], 2)).isFalse();

        backlog.workOnNext();

        assertThat(offer(new float[2], 2)).isTrue();
    }

    @Test
    void takesNoMoreBytesThanAllowed() {
        assertThat(offer(filled(20, 0.123f), 1)).as("80 bytes").isTrue();
        assertThat(offer(filled(10, 0.123f), 1)).as("40 bytes").isFalse();
        assertThat(offer(filled(5, 0.123f), 1)).as("20 bytes").isTrue();
    }

    @Test
    void keepsAByteForEachValueThatIsAPixel() {
        assertThat(offer(filled(20, PIXEL), 1)).as("20 bytes").isTrue();
        assertThat(offer(filled(20, PIXEL), 1))
                .as("20 bytes, 80 until they are copied")
                .isTrue();
    }

    @Test
    void makesRoomEvenIfTheWorkFails() throws InterruptedException {
        backlog.offer(Images.of(new float[4], 4), images -> {
            throw new IllegalStateException("a defect");
        });
        try {
            backlog.workOnNext();
        } catch (IllegalStateException e) {
            assertThat(offer(new float[4], 4)).isTrue();
            return;
        }
        throw new AssertionError("a failure was swallowed");
    }

    private boolean offer(float[] values, int images) {
        return backlog.offer(Images.of(values, images), this::see);
    }

    private void see(Images images) {
        FloatBuffer values = FloatBuffer.allocate(images.values().limit());
        images.copyTo(values, 0, images.count());
        List<Float> floats = new ArrayList<>();
        for (float value : values.array()) {
            floats.add(value);
        }
        seen.add(floats);
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }
}
