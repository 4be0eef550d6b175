package dev.retort.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What nobody should send. */
final class MalformedRequests {
    static final String INFER = "v2/models/champion/infer";
    private static final String JSON = "application/json";
    private static final String FORM = "multipart/form-data; boundary=x";

    private final Random random = new Random(1);

    /** A POST. */
    static final class Request {
        private final String path;
        private final String contentType;
        private final byte[] body;
        private final @Nullable String headerLength;
        private final String coding;

        /**
         * @param headerLength what the request says of how much of it is JSON
         * @param coding of the content
         */
        Request(String path, String contentType, byte[] body, @Nullable String headerLength, String coding) {
            this.path = path;
            this.contentType = contentType;
            this.body = body;
            this.headerLength = headerLength;
            this.coding = coding;
        }

        Request(String path, String contentType, byte[] body) {
            this(path, contentType, body, null, "identity");
        }

        Request(String path, String contentType, String body) {
            this(path, contentType, body.getBytes(StandardCharsets.UTF_8));
        }

        String path() {
            return path;
        }

        String contentType() {
            return contentType;
        }

        String coding() {
            return coding;
        }

        Optional<String> headerLength() {
            return Optional.ofNullable(headerLength);
        }

        byte[] body() {
            return body;
        }

        @Override
        public String toString() {
            String start = new String(Arrays.copyOf(body, Math.min(80, body.length)), StandardCharsets.ISO_8859_1);
            return path + " " + contentType + " " + headerLength + " " + start;
        }
    }

    List<Request> all() throws IOException {
        List<Request> requests = new ArrayList<>();
        requests.addAll(badImages());
        requests.addAll(badPredictions());
        requests.addAll(badInferences());
        return requests;
    }

    /** Truncated, with changed bytes, of another format, or noise. */
    private List<Request> badImages() throws IOException {
        List<Request> requests = new ArrayList<>();
        byte[] png = Images.png(64, 64);
        for (int length = 1; length < 40; length++) {
            requests.add(new Request("predict", "image/png", Arrays.copyOf(png, length)));
        }
        for (int size = 1; size <= 40; size++) {
            byte[] noise = new byte[size * size];
            random.nextBytes(noise);
            requests.add(new Request("predict", "application/octet-stream", noise));
        }
        for (int at = 16; at < 24; at++) {
            // Width or height of 2³⁰ and the like: the header's checksum does not fit, or it is a bomb.
            byte[] changed = png.clone();
            changed[at] = 0x7f;
            requests.add(new Request("predict", "image/png", changed));
        }
        requests.add(new Request("predict", "image/png", new byte[0]));
        requests.add(new Request("predict", "image/gif", "GIF89a\1\0\1\0"));
        requests.add(new Request("predict", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"));
        return requests;
    }

    private List<Request> badPredictions() throws IOException {
        List<Request> requests = new ArrayList<>();
        byte[] png = Images.png(8, 8);
        for (String k : List.of("0", "-1", "many", "1.5", "99999999999", "0x3", "%00")) {
            requests.add(new Request("predict?k=" + k, "image/png", png));
        }
        for (String type : List.of("text/plain", JSON, "application/x-www-form-urlencoded", "video/mp4", "nonsense")) {
            requests.add(new Request("predict", type, png));
        }
        requests.add(new Request("predict", FORM, "--x\r\n\r\n--x--\r\n"));
        requests.add(new Request("predict", FORM, "--x--\r\n"));
        requests.add(new Request("predict", FORM, "no form"));
        requests.add(new Request("predict", FORM, ""));
        requests.add(new Request("predict", "multipart/form-data", "--x--\r\n"));
        requests.add(new Request("predict", FORM, part("name=\"picture\"; filename=\"a.png\"", "PNG")));
        requests.add(new Request("predict", FORM, part("name=\"image\"; filename=\"a.png\"", "no image")));
        requests.add(new Request("predict", FORM, part("name=\"image\"; filename=\"a.png\"", "")));
        requests.add(new Request("predict", FORM, part("name=\"image\"", "text")));
        requests.add(new Request("predict", FORM, part("name=\"image\"", "text ".repeat(10_000))));
        requests.add(new Request("predict/nothing", "image/png", png));
        return requests;
    }

    private List<Request> badInferences() {
        List<Request> requests = new ArrayList<>();
        String good = inference("[1, 3, 16, 16]", "[" + "0,".repeat(767) + "0]");
        for (int length = 0; length < 90; length++) {
            requests.add(new Request(INFER, JSON, good.substring(0, length)));
        }
        for (String shape : List.of("[]", "[1]", "[1, 3, 16]", "[1, 16, 16, 3]", "[257, 3, 16, 16]", "\"1\"", "{}")) {
            requests.add(new Request(INFER, JSON, inference(shape, "[0]")));
        }
        for (String data : List.of("[]", "[0]", "[[[[0]]]]", "[true]", "\"0\"", "{}", "null", "[1e999]", "[{}]")) {
            requests.add(new Request(INFER, JSON, inference("[1, 3, 16, 16]", data)));
        }
        requests.add(new Request(INFER, JSON, inference("[1, 3, 16, 16]", "[".repeat(100_000))));
        requests.add(new Request(INFER, JSON, inference("[1, 3, 16, 16]", "[" + "1".repeat(100_000) + "]")));
        requests.add(new Request(INFER, "text/plain", "data"));
        requests.add(new Request(INFER, "image/png", new byte[] {1, 2, 3}));
        requests.add(new Request(INFER, "application/x-www-form-urlencoded", "a=b"));
        requests.add(new Request(INFER, FORM, "--x--\r\n"));
        requests.add(new Request("v2/models/loser/infer", JSON, good));
        requests.add(new Request("v2/models/champion/versions/1/infer", JSON, good));
        requests.add(new Request("v2/models/champion/versions//infer", JSON, good));
        requests.add(new Request("v2/models/champion", JSON, good));
        requests.add(new Request("v2/models", JSON, good));
        return requests;
    }

    private static String part(String disposition, String content) {
        return "--x\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n--x--\r\n";
    }

    private static String inference(String shape, String data) {
        return """
                {"inputs": [{"name": "input", "datatype": "FP32", "shape": %s, "data": %s}]}""".formatted(shape, data);
    }
}
