package dev.retort.gateway;

import dev.retort.gateway.MalformedRequests.Request;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;

/** Ways to be wrong, each with endless examples. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum MalformedKind {
    TRUNCATED_TENSOR((kind, random) -> {
        byte[] tensor = tensor(1);
        return kind.binary(json(1, tensor.length), Arrays.copyOf(tensor, random.nextInt(tensor.length)));
    }),
    LYING_HEADER_LENGTH((kind, random) -> {
        byte[] tensor = tensor(1);
        String json = json(1, tensor.length);
        List<String> lies = List.of(
                Integer.toString(json.length() + 1 + random.nextInt(tensor.length)),
                Integer.toString(1 + random.nextInt(json.length() - 1)),
                Integer.toString(json.length() + tensor.length + 1 + random.nextInt(1000)),
                Integer.toString(-1 - random.nextInt(1000)),
                Long.toString(Integer.MAX_VALUE + random.nextLong(1L << 40)),
                "0x" + random.nextInt(100),
                random.nextInt(100) + "." + random.nextInt(100));
        return binary(pick(random, lies), json, tensor);
    }),
    LYING_TENSOR_SIZE((kind, random) -> {
        byte[] tensor = tensor(2);
        long lie = random.nextBoolean() ? random.nextLong() : random.nextInt(4 * tensor.length);
        return kind.binary(json(2, lie == tensor.length ? lie + 1 : lie), tensor);
    }),
    NOT_FINITE((kind, random) -> {
        byte[] tensor = tensor(1);
        List<Float> values = List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        Tensors.put(tensor, random.nextInt(tensor.length / Float.BYTES), pick(random, values));
        return kind.binary(json(1, tensor.length), tensor);
    }),
    HUGE_SHAPE((kind, random) -> {
        long[] shape = {1, 3, 16, 16};
        shape[random.nextInt(4)] = random.nextBoolean() ? Long.MAX_VALUE - random.nextInt(9) : 257L + random.nextInt();
        String text = Arrays.toString(shape);
        byte[] tensor = tensor(1);
        return random.nextBoolean()
                ? kind.binary(json(text, "FP32", tensor.length), tensor)
                : json(json(text, "FP32", tensor.length).replaceAll("\"parameters.*}}", "\"data\": [0.5]}"));
    }),
    WRONG_TYPE((kind, random) -> {
        List<String> types = List.of("FP16", "FP64", "BF16", "INT8", "UINT8", "INT64", "BOOL", "BYTES", "fp32", "");
        byte[] tensor = tensor(1);
        String json = json("[1, 3, 16, 16]", pick(random, types), tensor.length);
        List<String> wrong = List.of(
                json,
                json(1, tensor.length).replace("{\"inputs\": [", "{\"inputs\": " + random.nextInt()),
                json(1, tensor.length).replace("[1, 3", "[\"one" + random.nextInt() + "\", 3"),
                json(1, tensor.length).replace(": " + tensor.length, ": " + random.nextInt() + ".5"),
                json(1, tensor.length).replace(": " + tensor.length, ": [" + random.nextInt() + "]"));
        return kind.binary(pick(random, wrong), tensor);
    }),
    UNKNOWN_OUTPUT((kind, random) -> {
        byte[] tensor = tensor(1);
        List<String> outputs = List.of(
                "[{\"name\": \"output" + random.nextInt() + "\"}]",
                "[{\"name\": " + random.nextInt() + "}]",
                "[" + random.nextInt() + "]",
                "[{\"name\": \"logits\"}, {\"name\": \"logits\"}]",
                "[{\"name\": \"logits\", \"parameters\": {\"classification\": " + (-1L - random.nextInt(1000)) + "}}]",
                "[{\"name\": \"logits\", \"parameters\": {\"binary_data\": \"" + random.nextInt() + "\"}}]");
        String json = json(1, tensor.length).replaceFirst("\\{", "{\"outputs\": " + pick(random, outputs) + ", ");
        return kind.binary(json, tensor);
    }),
    BROKEN_JSON((kind, random) -> {
        byte[] tensor = tensor(1);
        String json = json(1, tensor.length);
        int at = random.nextInt(json.length() - 1);
        return random.nextBoolean()
                ? kind.binary(json.substring(0, 1 + at), tensor)
                : kind.binary(json.substring(0, at) + "\u0001" + json.substring(at), tensor);
    }),
    BROKEN_GZIP((kind, random) -> {
        byte[] packed = new byte[random.nextInt(300)];
        random.nextBytes(packed);
        if (packed.length > 1 && random.nextBoolean()) {
            packed[0] = 0x1f;
            packed[1] = (byte) 0x8b;
        }
        return new Request(
                MalformedRequests.INFER, "application/json", packed, null, random.nextBoolean() ? "gzip" : "deflate");
    }),
    IMAGE_BOMB((kind, random) -> {
        int width = 10_000 + random.nextInt(50_000);
        int height = 10_000 + random.nextInt(50_000);
        return new Request(
                "predict",
                "image/png",
                random.nextBoolean() ? Images.pngHead(width, height) : Images.jpegHead(width, height));
    }),
    /** Damaged within: few bytes that a decoder takes for an image of very many pixels, and of no more than allowed. */
    IMAGE_BOMB_WITHIN_THE_LIMIT((kind, random) -> {
        int width = 1000 + random.nextInt(1000);
        int height = 1000 + random.nextInt(1000);
        byte[] image = random.nextBoolean() ? Images.pngHead(width, height) : Images.jpegBomb(width, height);
        return new Request("predict", "image/png", image);
    }),
    FEEDBACK((kind, random) -> {
        String noise = Integer.toString(random.nextInt());
        List<String> bodies = List.of(
                "",
                "{",
                "[" + noise + "]",
                noise,
                "null",
                "{}",
                "{\"requestId\": \"\", \"label\": \"" + noise + "\"}",
                "{\"requestId\": [" + noise + "], \"label\": \"disc\"}",
                "{\"requestId\": \"" + noise + "\", \"label\": \"" + noise + "\"}",
                "{\"requestId\": \"" + noise + "\"}",
                "{\"requestId\": \"1\", \"label\": \"disc\", \"image\": " + (-1L - random.nextInt(1000)) + "}",
                "{\"requestId\": \"1\", \"label\": \"disc\", \"image\": \"" + noise + "x\"}",
                "{\"requestId\": \"" + "x".repeat(5000) + "\", \"label\": \"disc\"}");
        return new Request("feedback", "application/json", pick(random, bodies));
    }),
    DAMAGED_IMAGE((kind, random) -> {
        byte[] image = random.nextBoolean() ? Images.PNG : Images.JPEG;
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        byte[] start = Arrays.copyOf(image, random.nextInt(60));
        byte[] damaged = Arrays.copyOf(start, start.length + noise.length);
        System.arraycopy(noise, 0, damaged, start.length, noise.length);
        return new Request("predict", "image/png", damaged);
    });

    private final BiFunction<MalformedKind, Random, Request> example;

    MalformedKind(BiFunction<MalformedKind, Random, Request> example) {
        this.example = example;
    }

    Request example(Random random) {
        return example.apply(this, random);
    }

    private Request binary(String json, byte[] tensor) {
        return binary(Integer.toString(utf8(json).length), json, tensor);
    }

    private static Request binary(String headerLength, String json, byte[] tensor) {
        byte[] head = utf8(json);
        byte[] body = ByteBuffer.allocate(head.length + tensor.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(head)
                .put(tensor)
                .array();
        return new Request(MalformedRequests.INFER, "application/octet-stream", body, headerLength, "identity");
    }

    private static Request json(String json) {
        return new Request(MalformedRequests.INFER, "application/json", json);
    }

    private static String json(int images, long bytes) {
        return json("[" + images + ", 3, 16, 16]", "FP32", bytes);
    }

    private static String json(String shape, String type, long bytes) {
        return ("{\"inputs\": [{\"name\": \"input\", \"datatype\": \"%s\", \"shape\": %s,"
                        + " \"parameters\": {\"binary_data_size\": %d}}]}")
                .formatted(type, shape, bytes);
    }

    private static byte[] tensor(int images) {
        return Tensors.filled(images * PublishedModels.SHAPE.size(), 0.5f);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
