package dev.retort.gateway.djlserving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.domain.BackendAwayException;
import io.vertx.core.buffer.Buffer;
import java.nio.FloatBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static final String HEADER = "{\"logits\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}";

    @Test
    void writesOneTensor() {
        FloatBuffer pixels = FloatBuffer.wrap(new float[] {9, 0.5f, -2}).position(1);

        Buffer tensor = Safetensors.of(pixels, 2, new ImageShape(1, 1, 1));

        int header = (int) tensor.getLongLE(0);
        assertThat(header % 8).isZero();
        assertThat(tensor.getString(8, 8 + header).strip())
                .isEqualTo("{\"input\":{\"dtype\":\"F32\",\"shape\":[2,1,1,1],\"data_offsets\":[0,8]}}");
        assertThat(HexFormat.of().formatHex(tensor.getBytes(8 + header, tensor.length())))
                .isEqualTo("0000003f000000c0");
        assertThat(pixels.remaining()).isEqualTo(2);
    }

    @Test
    void readsAMatrix() {
        assertThat(Safetensors.matrix(tensor(HEADER), 2, 1)).containsExactly(0.5f, -2f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"logits\":{\"dtype\":\"F16\",\"shape\":[2,1],\"data_offsets\":[0,8]}}",
                "{\"logits\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}",
                "{\"logits\":{\"dtype\":\"F32\",\"shape\":\"no\"}}",
                "{\"logits\":[]}",
                "{\"logits\":null}",
                "{}",
                "[]",
                "no JSON",
                "",
            })
    void refusesAnotherTensor(String header) {
        assertThatExceptionOfType(BackendAwayException.class)
                .isThrownBy(() -> Safetensors.matrix(tensor(header), 2, 1))
                .withMessageContaining("expected F32 [2, 1]");
    }

    @Test
    void refusesWhatIsCutOffOrGoesOn() {
        Buffer whole = tensor(HEADER);

        for (int length = 0; length < whole.length(); length++) {
            Buffer cut = whole.getBuffer(0, length);
            assertThatExceptionOfType(BackendAwayException.class).isThrownBy(() -> Safetensors.matrix(cut, 2, 1));
        }
        assertThatExceptionOfType(BackendAwayException.class)
                .isThrownBy(() -> Safetensors.matrix(whole.copy().appendByte((byte) 0), 2, 1));
    }

    private static Buffer tensor(String header) {
        return Buffer.buffer()
                .appendLongLE(header.length())
                .appendString(header)
                .appendBytes(HexFormat.of().parseHex("0000003f000000c0"));
    }
}
