package dev.retort.cli.process;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A child process from a line of shell, and apart from it an address that answers for its health. */
final class FakeService implements AutoCloseable {
    private final HttpServer health;
    private final ServiceProcess.Launch launch;

    FakeService(String name, String shell, int status, String body, Path logs) throws IOException {
        health = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        health.createContext("/q/health/ready", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        health.start();
        launch = new ServiceProcess.Launch(
                name,
                List.of("/bin/sh", "-c", shell),
                Map.of("GREETING", "hello"),
                URI.create("http://127.0.0.1:" + health.getAddress().getPort()),
                logs.resolve(name + ".log"));
    }

    ServiceProcess.Launch launch() {
        return launch;
    }

    @Override
    public void close() {
        health.stop(0);
    }
}
