package dev.retort.distill.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static final int DATA_BYTES = 24;

    private static Weights weights() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("layer.weight", new Tensor(new long[] {2, 2}, new float[] {1, -2, Float.MIN_VALUE, 3e38f}));
        tensors.put("empty", new Tensor(new long[] {0, 5}, new float[0]));
        tensors.put("bias", new Tensor(new long[] {2}, new float[] {0.5f, -0f}));
        tensors.put("scale", new Tensor(new long[0], new float[] {7}));
        return new Weights(tensors);
    }

    /** A file of this header and so many zero bytes of data. */
    private static byte[] file(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static String tensor(String name, String shape, String offsets) {
        return "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}".formatted(name, shape, offsets);
    }

    private static void assertRefused(byte[] file, String why) {
        assertThatThrownBy(() -> Safetensors.decode(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("safetensors: ")
                .hasMessageContaining(why);
    }

    @Test
    void givesBackWhatItWasGiven() {
        byte[] file = Safetensors.encode(weights(), Map.of("format", "pt"));

        Safetensors.Decoded decoded = Safetensors.decode(file);

        assertThat(decoded.weights()).isEqualTo(weights());
        assertThat(decoded.weights().tensors().keySet())
                .containsExactlyElementsOf(weights().tensors().keySet());
        assertThat(decoded.metadata()).containsExactly(Map.entry("format", "pt"));
    }

    @Test
    void putsTensorsWhereEightBytesDivide() {
        byte[] file = Safetensors.encode(weights(), Map.of());

        assertThat(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8)
                .isZero();
    }

    /** The format lets the header name tensors in any order; only the bytes must be filled. */
    @Test
    void readsAHeaderThatNamesTensorsInAnotherOrderThanTheyLieIn() {
        byte[] file = file("{" + tensor("b", "[4]", "[8,24]") + "," + tensor("a", "[2]", "[0,8]") + "}", DATA_BYTES);
        ByteBuffer.wrap(file, file.length - DATA_BYTES, DATA_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .putFloat(2)
                .putFloat(3);

        Weights decoded = Safetensors.decode(file).weights();

        assertThat(decoded.get("a").values()).containsExactly(1, 2);
        assertThat(decoded.get("b").values()).startsWith(3);
        assertThat(decoded.tensors().keySet()).containsExactly("b", "a");
    }

    @Test
    void readsAFileWithoutTensors() {
        assertThat(Safetensors.decode(file("{}", 0)).weights().tensors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [3] | [0,12]  | [4] | [8,24]  | b begins at byte 8, the tensor before it ends at 12
            [2] | [0,8]   | [2] | [0,8]   | b begins at byte 0, the tensor before it ends at 8
            [6] | [0,24]  | [2] | [8,16]  | b begins at byte 8, the tensor before it ends at 24
            [2] | [0,8]   | [3] | [12,24] | b begins at byte 12, the tensor before it ends at 8
            [2] | [4,12]  | [3] | [12,24] | a begins at byte 4, the tensor before it ends at 0
            [2] | [0,8]   | [3] | [8,20]  | tensors end at byte 20 of 24
            [2] | [0,8]   | [5] | [8,28]  | [8, 28] of 24 bytes
            [2] | [8,0]   | [4] | [8,24]  | [8, 0] of 24 bytes
            [2] | [-8,0]  | [6] | [0,24]  | data_offsets of a
            [2] | [0]     | [6] | [0,24]  | [0] of 24 bytes
            [2] | [0,8,9] | [4] | [8,24]  | [0, 8, 9] of 24 bytes
            [2] | [0,9]   | [4] | [8,24]  | [0, 9] of 24 bytes
            [2] | [0,8.5] | [4] | [8,24]  | data_offsets of a
            [2] | [0,"8"] | [4] | [8,24]  | data_offsets of a
            [2] | [0,18446744073709551624]  | [4] | [8,24] | data_offsets of a
            [2] | [0,4294967304]            | [4] | [8,24] | of 24 bytes
            [2] | 8       | [4] | [8,24]  | data_offsets of a is no list
            """)
    void refusesTensorsThatDoNotLieSideBySide(String shapeA, String a, String shapeB, String b, String why) {
        String header = "{" + tensor("a", shapeA, a) + "," + tensor("b", shapeB, b) + "}";

        assertRefused(file(header, DATA_BYTES), why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[7]",
                "[-6]",
                "[-2,-3]",
                "[2.5]",
                "[\"6\"]",
                "[[6]]",
                "6",
                "null",
                "{}",
                "[]",
                "[4294967296,4294967296]",
                "[65536,65536,65536,65536,6]",
                "[2147483647,2147483647,3]",
                "[4294967302]",
                "[18446744073709551622]",
                "[4611686018427387904,4,6]"
            })
    void refusesAShapeThatDoesNotFitItsBytes(String shape) {
        assertRefused(file("{" + tensor("a", shape, "[0,24]") + "}", DATA_BYTES), "a");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 67, 1L << 31, 1L << 32, Long.MAX_VALUE})
    void refusesAHeaderLongerThanTheFileOrNoneAtAll(long length) {
        byte[] file = file("{" + tensor("a", "[0]", "[0,0]") + "}", 0);
        assertThat(file).hasSizeLessThan(67);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);

        assertRefused(file, "a header of " + length + " bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "42",
                "nonsense",
                "{\"a\":",
                "{} {}",
                "{\"a\":1}",
                "{\"a\":null}",
                "{\"__metadata__\":1}",
                "{\"__metadata__\":{\"a\":1}}"
            })
    void refusesAHeaderThatIsNone(String header) {
        assertThatThrownBy(() -> Safetensors.decode(file(header, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("safetensors: ");
    }

    @Test
    void refusesAHeaderNestedTooDeep() {
        assertRefused(file("{\"a\":".repeat(100_000), 0), "the header is no JSON");
    }

    @Test
    void refusesTwoTensorsOfOneName() {
        String twice = "{" + tensor("a", "[3]", "[0,12]") + "," + tensor("a", "[3]", "[12,24]") + "}";

        assertRefused(file(twice, DATA_BYTES), "Duplicate field 'a'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"F16", "BF16", "F64", "I32", "f32", ""})
    void refusesAnotherTypeThanFloat(String type) {
        String header = "{" + tensor("a", "[6]", "[0,24]").replace("F32", type) + "}";

        assertRefused(file(header, DATA_BYTES), "a is not F32");
    }

    @Test
    void refusesEveryTruncationAndEveryByteTooMany() {
        byte[] file = Safetensors.encode(weights(), Map.of("format", "pt"));
        for (int length = 0; length < file.length; length++) {
            assertRefused(Arrays.copyOf(file, length), "");
        }
        assertRefused(Arrays.copyOf(file, file.length + 1), "tensors end at byte 28 of 29");
    }

    @Test
    void readsOrRefusesWhateverBitsFlip() {
        byte[] file = Safetensors.encode(weights(), Map.of());
        int header = file.length - 28;
        SplittableRandom random = new SplittableRandom(9);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] flipped = file.clone();
            flipped[random.nextInt(header)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(Safetensors.decode(flipped).weights().tensors()).isNotEmpty();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("safetensors: ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }
}
