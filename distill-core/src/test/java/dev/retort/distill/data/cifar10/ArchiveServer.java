package dev.retort.distill.data.cifar10;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Serves one file, well or as badly as told: each request takes the next behaviour, the last one goes on. */
final class ArchiveServer implements AutoCloseable {
    private static final String PATH = "/archive.tar.gz";

    /** What one request meets. */
    sealed interface Behaviour {
        /** Serves what the request asks for, ranges too. */
        record Good() implements Behaviour {}

        /** Serves everything, whatever was asked for. */
        record WithoutRanges() implements Behaviour {}

        /** Closes the connection after so many bytes of the answer's body. */
        record BreaksOff(int afterBytes) implements Behaviour {}

        record Refuses(int status) implements Behaviour {}
    }

    private final byte[] content;
    private final Deque<Behaviour> behaviours;
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;

    ArchiveServer(byte[] content, Behaviour... behaviours) {
        this.content = content;
        this.behaviours = new ArrayDeque<>(Arrays.asList(behaviours));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(PATH, this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://%s:%d%s"
                .formatted(
                        server.getAddress().getAddress().getHostAddress(),
                        server.getAddress().getPort(),
                        PATH));
    }

    /** The Range header of each request so far, empty where there was none. */
    List<String> ranges() {
        return List.copyOf(ranges);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "" : range);
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        Behaviour behaviour = behaviours.size() > 1 ? behaviours.remove() : behaviours.element();
        try (exchange) {
            switch (behaviour) {
                case Behaviour.Good _ -> send(exchange, from, content.length);
                case Behaviour.WithoutRanges _ -> send(exchange, 0, content.length);
                case Behaviour.BreaksOff(int afterBytes) -> send(exchange, from, from + afterBytes);
                case Behaviour.Refuses(int status) -> exchange.sendResponseHeaders(status, -1);
            }
        }
    }

    private void send(HttpExchange exchange, int from, int to) throws IOException {
        if (from >= content.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        exchange.getResponseBody().write(content, from, Math.min(to, content.length) - from);
        exchange.getResponseBody().flush();
    }
}
