package dev.retort.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.retort.distill.network.ImageShape;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
    private static final ImageShape SHAPE = new ImageShape(1, 1, 2);

    private final RequestReader reader = new RequestReader(3);

    @Test
    void readsFlatAndNestedNumbersAsTheSame() {
        RequestReader.Images flat = read(input("[2, 1, 1, 2]", "[0, 0.5, 1.0, 25e-2]"));
        RequestReader.Images nested = read(input("[2, 1, 1, 2]", "[[[[0, 0.5]]], [[[1.0, 25e-2]]]]"));

        assertThat(flat.count()).isEqualTo(2);
        assertThat(flat.data().values()).containsExactly(0f, 0.5f, 1f, 0.25f);
        assertThat(nested.data().values()).containsExactly(0f, 0.5f, 1f, 0.25f);
    }

    @Test
    void readsMoreNumbersThanItMakesRoomForAtFirst() {
        int count = 10_000;
        String zeros = "0,".repeat(count - 1) + "7";
        RequestReader.Images images = new RequestReader(1)
                .images(
                        RequestReader.parse(bytes(input("[1, 1, 100, 100]", "[" + zeros + "]"))),
                        new ImageShape(1, 100, 100));

        assertThat(images.data().count()).isEqualTo(count);
        assertThat(images.data().values()[count - 1]).isEqualTo(7f);
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        String request = input("[1, 1, 1, 2]", "[1, 2]").replaceFirst("\\{", "{\"parameters\": {\"priority\": 3}, ");

        assertThat(read(request).count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 1, 1, 2] | [1]            | holds 1 numbers",
                "[1, 1, 1, 2] | [1, 2, 3]      | holds 3 numbers",
                "[1, 1, 1, 2] | [1, null]      | no number",
                "[1, 1, 1, 2] | [1, \"2\"]     | no number",
                "[1, 1, 1, 2] | [1, {}]        | no number",
                "[1, 1, 1, 2] | [1, 1e99]      | no finite float",
                "[1, 1, 1, 2] | [1, NaN]       | not the JSON",
                "[1, 1, 1, 2] | {}             | is no array",
                "[1, 1, 1, 2] | null           | no array",
                "[1, 1, 1, 2] | [1, 2          | not the JSON",
                "[1, 2]       | [1, 2]         | takes [n, 1, 1, 2]",
                "[1, 1, 2, 1] | [1, 2]         | takes [n, 1, 1, 2]",
                "[0, 1, 1, 2] | []             | 1 to 3",
                "[4, 1, 1, 2] | [1, 2]         | 1 to 3",
                "[-1, 1, 1, 2] | [1, 2]        | 1 to 3",
                "[null, 1, 1, 2] | [1, 2]      | 1 to 3",
                "[9223372036854775807, 1, 1, 2] | [1, 2] | 1 to 3",
                "[1e40, 1, 1, 2] | [1, 2]      | not the JSON",
                "[1.5, 1, 1, 2] | [1, 2]       | not the JSON",
                "null         | [1, 2]         | shape of 'input' is null",
            })
    void refusesWithTheReason(String shape, String data, String reason) {
        refuses(input(shape, data), reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                     | one input tensor",
                "null                                                   | body is empty",
                "[]                                                     | not the JSON",
                "{\"inputs\": []}                                       | one input tensor",
                "{\"inputs\": [null]}                                   | one input tensor",
                "{\"inputs\": {}}                                       | not the JSON",
                "{\"inputs\": [{}]}                                     | unknown input",
                "{\"inputs\": [{}, {}]}                                 | one input tensor",
                "{\"inputs\": [{\"name\": \"input\", \"datatype\": \"INT8\"}]} | takes FP32",
                "{\"outputs\": [{\"name\": \"probabilities\"}]}         | unknown output",
                "{\"outputs\": [null]}                                  | unknown output",
                "{} trailing                                            | not the JSON",
            })
    void refusesWhatIsNoRequest(String request, String reason) {
        refuses(request, reason);
    }

    @Test
    void refusesBytesThatAreNoText() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> RequestReader.parse(new byte[] {(byte) 0xff, (byte) 0xd8, 0, 1}))
                .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    }

    private void refuses(String request, String reason) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> read(request))
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    }

    private RequestReader.Images read(String request) {
        return reader.images(RequestReader.parse(bytes(request)), SHAPE);
    }

    private static byte[] bytes(String request) {
        return request.getBytes(StandardCharsets.UTF_8);
    }

    private static String input(String shape, String data) {
        return """
                {"inputs": [{"name": "input", "datatype": "FP32", "shape": %s, "data": %s}]}""".formatted(shape, data);
    }
}
