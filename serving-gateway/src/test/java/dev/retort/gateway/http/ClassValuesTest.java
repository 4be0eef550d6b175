package dev.retort.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.gateway.domain.Logits;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassValuesTest {
    private static final List<String> LABELS = List.of("disc", "ring", "Stern ★");

    private final ClassValues values = ClassValues.of(new Logits(new float[] {0.5f, 2, -1, 1, 1, 1.5f}, 3), LABELS, 2);

    @Test
    void namesTheLikeliestOfEachImageFirst() {
        assertThat(values.texts()).containsExactly("2.0:1:ring", "0.5:0:disc", "1.5:2:Stern ★", "1.0:0:disc");
        assertThat(values.rows()).isEqualTo(2);
        assertThat(values.columns()).isEqualTo(2);
    }

    @Test
    void writesTheLengthInBytesBeforeEachText() {
        Buffer binary = Buffer.buffer();

        values.appendTo(binary);

        assertThat(binary.length()).isEqualTo(values.bytes());
        assertThat(binary.getIntLE(0)).isEqualTo(10);
        assertThat(binary.getString(4, 14)).isEqualTo("2.0:1:ring");
        assertThat(binary.getIntLE(28)).as("a star is three bytes").isEqualTo("1.5:2:Stern ".length() + 3);
    }
}
