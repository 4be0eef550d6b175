package dev.retort.gateway.djlserving;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.retort.distill.onnx.OnnxModel;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Speaks the part of DJL Serving's protocol that the gateway uses, on a real socket, and fails as it is told. It is no DJL
 * Serving: what it shows is that the gateway speaks the protocol.
 */
public final class StandInForDjlServing implements AutoCloseable {
    private final Map<String, OnnxModel> models = new ConcurrentHashMap<>();
    private final List<Map<String, String>> registrations = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<String> predictions = new ConcurrentLinkedQueue<>();
    private volatile Fault fault = Fault.NONE;
    private int port;
    private HttpServer server;

    /** How predictions go wrong. */
    enum Fault {
        NONE,
        /** As where its queue is full. */
        STATUS_503,
        STATUS_500,
        /** Status 200, and no array. */
        GARBAGE,
        /** An array of one class too many. */
        OTHER_SHAPE,
        OTHER_NUMBERS,
        /** An announced length, half of it, and the end of the connection. */
        BROKEN_OFF,
        /** No answer, until the fault is mended. */
        SILENT
    }

    /** @param port 0 for any that is free */
    public StandInForDjlServing(int port) throws IOException {
        this.port = port;
        start();
    }

    /** On the port of before, without the models of before. */
    public void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        port = server.getAddress().getPort();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/models", this::models);
        server.createContext("/predictions/", this::predict);
        server.start();
    }

    /** The process is gone, and with it what it had loaded. */
    public void stop() {
        server.stop(0);
        models.values().forEach(OnnxModel::close);
        models.clear();
    }

    @Override
    public void close() {
        go(Fault.NONE);
        stop();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    synchronized void go(Fault wrong) {
        fault = wrong;
        notifyAll();
    }

    /** Queries of all registrations, oldest first. */
    List<Map<String, String>> registrations() {
        return List.copyOf(registrations);
    }

    /** Paths that were asked. */
    List<String> predictions() {
        return List.copyOf(predictions);
    }

    private void models(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestURI().getPath().substring("/models".length());
        switch (exchange.getRequestMethod()) {
            case "POST" -> register(exchange);
            case "GET" -> {
                if (key.isEmpty()) {
                    send(exchange, 200, list().getBytes(StandardCharsets.UTF_8));
                } else {
                    say(exchange, models.containsKey(key) ? 200 : 404, key);
                }
            }
            case "DELETE" -> unregister(exchange, key);
            default -> say(exchange, 405, "no such method");
        }
    }

    private void register(HttpExchange exchange) throws IOException {
        Map<String, String> query = new HashMap<>();
        for (String pair : exchange.getRequestURI().getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        registrations.add(query);
        Path file = Path.of(URI.create(query.get("url"))).resolve("model.onnx");
        models.put("/" + query.get("model_name") + "/" + query.get("model_version"), OnnxModel.open(file, 1));
        say(exchange, 200, "registered");
    }

    /** Without a version, all of that name. */
    private void unregister(HttpExchange exchange, String key) throws IOException {
        List<String> gone = models.keySet().stream()
                .filter(each -> each.equals(key) || each.startsWith(key + "/"))
                .toList();
        gone.forEach(each -> Objects.requireNonNull(models.remove(each), each).close());
        say(exchange, gone.isEmpty() ? 404 : 200, key);
    }

    private String list() {
        return models.keySet().stream()
                .map(key -> "{\"modelName\": \"%s\", \"version\": \"%s\", \"status\": \"READY\"}"
                        .formatted(key.split("/", -1)[1], key.split("/", -1)[2]))
                .collect(Collectors.joining(",", "{\"models\": [", "]}"));
    }

    private void predict(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        predictions.add(path);
        byte[] request = exchange.getRequestBody().readAllBytes();
        OnnxModel model = models.get(path.substring("/predictions".length()));
        if (model == null) {
            say(exchange, 404, "Model or workflow not found: " + path);
            return;
        }
        awaitAnyOtherFault();
        switch (fault) {
            case NONE, SILENT -> send(exchange, 200, answer(model, request, model.classes(), 0));
            case OTHER_SHAPE -> send(exchange, 200, answer(model, request, model.classes() + 1, 0));
            case OTHER_NUMBERS -> send(exchange, 200, answer(model, request, model.classes(), 100));
            case GARBAGE -> send(exchange, 200, "no array".getBytes(StandardCharsets.UTF_8));
            case STATUS_503 -> say(exchange, 503, "Worker queue capacity exceeded");
            case STATUS_500 -> say(exchange, 500, "something broke");
            case BROKEN_OFF -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write(new byte[500]);
                exchange.getResponseBody().flush();
                exchange.close();
            }
        }
    }

    private synchronized void awaitAnyOtherFault() {
        try {
            while (fault == Fault.SILENT) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] answer(OnnxModel model, byte[] tensor, int columns, float added) throws IOException {
        ByteBuffer request = ByteBuffer.wrap(tensor).order(ByteOrder.LITTLE_ENDIAN);
        int start = Long.BYTES + (int) request.getLong();
        int images = new ObjectMapper()
                .readTree(tensor, Long.BYTES, start - Long.BYTES)
                .at("/input/shape/0")
                .asInt();
        float[] pixels = new float[(tensor.length - start) / Float.BYTES];
        request.position(start)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(pixels);
        float[] logits = model.logits(pixels, images);
        String answer = "{\"logits\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]}}"
                .formatted(images, columns, images * columns * Float.BYTES);
        Buffer body = Buffer.buffer().appendLongLE(answer.length()).appendString(answer);
        for (int i = 0; i < images * columns; i++) {
            float value = i < logits.length ? logits[i] + added : 0;
            body.appendIntLE(Float.floatToRawIntBits(value));
        }
        return body.getBytes();
    }

    private static void say(HttpExchange exchange, int status, String words) throws IOException {
        String error = "{\"code\": %d, \"message\": \"%s\"}".formatted(status, words);
        send(exchange, status, error.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
