package dev.retort.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.retort.cli.http.Gateway;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;
import javax.imageio.ImageIO;

/** Answers with a class by the red value of an image's first pixel, or not at all. */
final class FakeGateway implements AutoCloseable {
    static final String VERSION = "ab".repeat(32);

    private final HttpServer server;
    private final ToIntFunction<Integer> answers;

    /** @param answers from the red value to the class; a negative one is a failed request */
    FakeGateway(ToIntFunction<Integer> answers) throws IOException {
        this.answers = answers;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/predict", this::answer);
        server.start();
    }

    Gateway gateway() {
        return new Gateway(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] png = exchange.getRequestBody().readAllBytes();
        int red = ImageIO.read(new ByteArrayInputStream(png)).getRGB(0, 0) >>> 16 & 0xFF;
        int answer = answers.applyAsInt(red);
        String text = answer < 0
                ? "{\"error\": \"busy\"}"
                : "{\"modelVersion\": \"%s\", \"predictions\": [{\"label\": \"class %d\", \"probability\": 0.75}], \"milliseconds\": 0.1}"
                        .formatted(VERSION, answer);
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer < 0 ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
