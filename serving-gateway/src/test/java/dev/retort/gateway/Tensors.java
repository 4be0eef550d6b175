package dev.retort.gateway;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A client of the binary tensor extension. */
final class Tensors {
    private final URI gateway;

    Tensors(URI gateway) {
        this.gateway = gateway;
    }

    /** Images of 0.5 but for the last value, as JSON; the output is asked for by name. */
    static String json(String id, int images) {
        String data = "0.5,".repeat(images * PublishedModels.SHAPE.size() - 1) + "0.25";
        return """
                {"id": "%s", "inputs": [{"name": "input", "datatype": "FP32", "shape": [%d, 3, 16, 16], "data": [%s]}],
                 "outputs": [{"name": "logits"}]}""".formatted(id, images, data);
    }

    static byte[] filled(int floats, float value) {
        byte[] tensor = new byte[floats * Float.BYTES];
        for (int i = 0; i < floats; i++) {
            put(tensor, i, value);
        }
        return tensor;
    }

    static void put(byte[] tensor, int index, float value) {
        ByteBuffer.wrap(tensor).order(ByteOrder.LITTLE_ENDIAN).putFloat(index * Float.BYTES, value);
    }

    /** Those from there to the end. */
    static List<Float> floats(byte[] body, int from) {
        return new Answer(200, ByteBuffer.wrap(body), from).floats();
    }

    /** JSON, then the tensor, with the header that says where it begins. */
    Answer infer(String json, byte[] tensor) throws IOException, InterruptedException {
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(head, head.length + tensor.length);
        System.arraycopy(tensor, 0, body, head.length, tensor.length);
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/v2/models/champion/infer"))
                .header("Inference-Header-Content-Length", Integer.toString(head.length))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            int length = (int) response.headers()
                    .firstValueAsLong("Inference-Header-Content-Length")
                    .orElse(response.body().length);
            return new Answer(response.statusCode(), ByteBuffer.wrap(response.body()), length);
        }
    }

    /**
     * An answer in two parts.
     *
     * @param head bytes of JSON
     */
    record Answer(int status, ByteBuffer body, int head) {
        JsonPath json() {
            return JsonPath.from(new String(body.array(), body.arrayOffset(), head, StandardCharsets.UTF_8));
        }

        List<Float> floats() {
            ByteBuffer tensor = body.slice(head, body.limit() - head).order(ByteOrder.LITTLE_ENDIAN);
            List<Float> floats = new ArrayList<>();
            while (tensor.hasRemaining()) {
                floats.add(tensor.getFloat());
            }
            return floats;
        }
    }
}
