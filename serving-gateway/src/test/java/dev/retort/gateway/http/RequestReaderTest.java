package dev.retort.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.TensorNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
    private static final ImageShape SHAPE = new ImageShape(1, 1, 2);
    private static final TensorNames NAMES = new TensorNames("input", "logits");

    private final RequestReader reader = new RequestReader(SHAPE, NAMES, 3);

    @Test
    void callsTensorsWhatTheArtefactCallsThem() {
        RequestReader other = new RequestReader(SHAPE, new TensorNames("pixels", "scores"), 3);
        String request = input("[1, 1, 1, 2]", "[0, 1]");
        String renamed = request.replace("\"input\"", "\"pixels\"");

        assertThat(other.read(ByteBuffer.wrap(bytes(renamed)), OptionalInt.empty())
                        .images()
                        .count())
                .isEqualTo(1);
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> other.read(ByteBuffer.wrap(bytes(request)), OptionalInt.empty()))
                .withMessage("unknown input 'input': the model's is 'pixels'");
    }

    @Test
    void readsFlatAndNestedNumbersAsTheSame() {
        Images flat = read(input("[2, 1, 1, 2]", "[0, 0.5, 1.0, 25e-2]")).images();
        Images nested =
                read(input("[2, 1, 1, 2]", "[[[[0, 0.5]]], [[[1.0, 25e-2]]]]")).images();

        assertThat(flat.count()).isEqualTo(2);
        assertThat(values(flat)).containsExactly(0f, 0.5f, 1f, 0.25f);
        assertThat(values(nested)).containsExactly(0f, 0.5f, 1f, 0.25f);
    }

    @Test
    void readsMoreNumbersThanItMakesRoomForAtFirst() {
        int count = 10_000;
        String zeros = "0,".repeat(count - 1) + "7";
        byte[] request = bytes(input("[1, 1, 100, 100]", "[" + zeros + "]"));

        InferenceRequest read = new RequestReader(new ImageShape(1, 100, 100), NAMES, 1)
                .read(ByteBuffer.wrap(request), OptionalInt.empty());

        assertThat(values(read.images())).hasSize(count).endsWith(7f);
    }

    @Test
    void readsATensorBehindTheJson() {
        String head = binary("[2, 1, 1, 2]", 16);

        InferenceRequest request = read(head, 0f, 0.5f, 1f, 0.25f);

        assertThat(values(request.images())).containsExactly(0f, 0.5f, 1f, 0.25f);
        assertThat(request.output()).isEqualTo(new InferenceRequest.WantedOutput(false, 0));
    }

    @Test
    void takesABodyWithoutJsonForTheTensor() {
        InferenceRequest request = read("", 0f, 0.5f, 1f, 0.25f);

        assertThat(request.images().count()).isEqualTo(2);
        assertThat(request.output()).isEqualTo(new InferenceRequest.WantedOutput(true, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                         | {}                            | false | 0",
                "{\"binary_data_output\": true}                             | {}                            | true  | 0",
                "{\"binary_data_output\": true}                             | {\"binary_data\": false}      | false | 0",
                "{}                                                         | {\"binary_data\": true}       | true  | 0",
                "{}                                                         | {\"classification\": 3}       | false | 3",
            })
    void readsTheFormOfTheAnswer(String parameters, String outputParameters, boolean binary, int likeliest) {
        String request = input("[1, 1, 1, 2]", "[1, 2]")
                .replaceFirst(
                        "\\{",
                        "{\"parameters\": " + parameters + ", \"outputs\": [{\"name\": \"logits\","
                                + " \"parameters\": " + outputParameters + "}], ");

        assertThat(read(request).output()).isEqualTo(new InferenceRequest.WantedOutput(binary, likeliest));
    }

    @Test
    void readsTheTimeoutInMicroseconds() {
        String request = input("[1, 1, 1, 2]", "[1, 2]").replaceFirst("\\{", "{\"parameters\": {\"timeout\": 1500}, ");

        assertThat(read(request).patience()).contains(Duration.ofNanos(1_500_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[2, 1, 1, 2] | 8   | is 8, FP32 of this shape has 16 bytes",
                "[2, 1, 1, 2] | -16 | below 0",
                "[1, 1, 1, 2] | 8   | 16 bytes follow the JSON",
                "[3, 1, 1, 2] | 24  | 16 bytes follow the JSON",
            })
    void refusesABinaryTensorThatDoesNotFit(String shape, long size, String reason) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> read(binary(shape, size), 0f, 0.5f, 1f, 0.25f))
                .withMessageContaining(reason);
    }

    @Test
    void refusesNumbersThatAreNotFinite() {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> read(binary("[1, 1, 1, 2]", 8), 0f, value))
                    .withMessageContaining("not finite");
        }
    }

    @Test
    void refusesMoreJsonThanThereIsBody() {
        byte[] body = bytes("{}");

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> reader.read(ByteBuffer.wrap(body), OptionalInt.of(3)))
                .withMessageContaining("the body has 2 bytes");
    }

    @Test
    void refusesListsThatAreLongerThanAnybodyNeeds() {
        refuses("{\"inputs\": [" + "{},".repeat(1000) + "{}]}", "more than 16");
        refuses(input("[" + "1,".repeat(1000) + "1]", "[1]"), "more than 16");
        refuses(input("[1, 1, 1, 2]", "[" + "1,".repeat(1000) + "1]"), "more than the allowed 6 numbers");
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        String request = input("[1, 1, 1, 2]", "[1, 2]").replaceFirst("\\{", "{\"parameters\": {\"priority\": 3}, ");

        assertThat(read(request).images().count()).isEqualTo(1);
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
                "[1, 1, 1, 2] | null           | neither an array",
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
                "{} trailing                                            | not the JSON",
            })
    void refusesWhatIsNoRequest(String request, String reason) {
        refuses(request, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"name\": \"probabilities\"}]                       | unknown output",
                "[null]                                                | unknown output",
                "[{\"name\": \"logits\"}, {\"name\": \"logits\"}]      | one twice",
                "[{\"name\": \"logits\", \"parameters\": {\"classification\": -1}}]  | below 0",
                "[{\"name\": \"logits\", \"parameters\": {\"classification\": 1.5}}] | whole number",
                "[{\"name\": \"logits\", \"parameters\": {\"binary_data\": 1}}]      | true or false",
                "[{\"name\": \"logits\", \"parameters\": {\"binary_data\": {}}}]     | no string, number or boolean",
            })
    void refusesOutputsThatThereAreNot(String outputs, String reason) {
        refuses(input("[1, 1, 1, 2]", "[1, 2]").replaceFirst("\\{", "{\"outputs\": " + outputs + ", "), reason);
    }

    @Test
    void refusesBytesThatAreNoText() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() ->
                        reader.read(ByteBuffer.wrap(new byte[] {(byte) 0xff, (byte) 0xd8, 0, 1}), OptionalInt.empty()))
                .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    }

    private void refuses(String request, String reason) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> read(request))
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    }

    private InferenceRequest read(String request) {
        return reader.read(ByteBuffer.wrap(bytes(request)), OptionalInt.empty());
    }

    private InferenceRequest read(String json, float... tensor) {
        byte[] head = bytes(json);
        ByteBuffer body = ByteBuffer.allocate(head.length + tensor.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(head);
        for (float value : tensor) {
            body.putFloat(value);
        }
        return reader.read(body.flip(), OptionalInt.of(head.length));
    }

    private static float[] values(Images images) {
        FloatBuffer all = FloatBuffer.allocate(100_000);
        images.copyTo(all, 0, images.count());
        return Arrays.copyOf(all.array(), all.position());
    }

    private static byte[] bytes(String request) {
        return request.getBytes(StandardCharsets.UTF_8);
    }

    private static String input(String shape, String data) {
        return """
                {"inputs": [{"name": "input", "datatype": "FP32", "shape": %s, "data": %s}]}""".formatted(shape, data);
    }

    private static String binary(String shape, long bytes) {
        return """
                {"inputs": [{"name": "input", "datatype": "FP32", "shape": %s,
                  "parameters": {"binary_data_size": %d}}]}""".formatted(shape, bytes);
    }
}
