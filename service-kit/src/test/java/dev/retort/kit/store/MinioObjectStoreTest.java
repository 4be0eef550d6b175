package dev.retort.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.minio.MinioClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said and done about a store that fails; that it works is shown against a real one. */
@Timeout(60)
class MinioObjectStoreTest {
    private static final Patience SHORT =
            new Patience(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(200));

    private final AtomicInteger requests = new AtomicInteger();
    private int failures = Integer.MAX_VALUE;
    private int status = 500;
    private String code = "InternalError";
    private HttpServer server;
    private MinioObjectStore store;

    @TempDir
    Path temporary;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean fails = requests.incrementAndGet() <= failures;
            byte[] body = (fails ? "<Error><Code>%s</Code><Message>told so</Message></Error>".formatted(code) : "whole")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", fails ? "application/xml" : "application/octet-stream");
            exchange.sendResponseHeaders(fails ? status : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        MinioClient client = MinioClient.builder()
                .endpoint(endpoint)
                .credentials("key", "secret")
                .region("us-east-1")
                .build();
        store = new MinioObjectStore(client, endpoint, new BucketName("bucket"), SHORT);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void saysThatItsDiskMayBeFullWhenItGoesOnFailing() {
        assertThatThrownBy(() -> store.get("a"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("InternalError: told so")
                .hasMessageContaining("whether its disk is full")
                .hasMessageContaining("it goes on");
    }

    @Test
    void saysAtOnceThatItIsFullWhenItSaysSo() {
        status = 507;
        code = "XMinioStorageFull";

        assertThatThrownBy(() -> store.put("a", new byte[10]))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("is full")
                .hasMessageContaining("make room");
        assertThat(requests).hasValue(1);
    }

    @Test
    void saysAtOnceWhatToCheckWhenItIsRefused() {
        status = 403;
        code = "InvalidAccessKeyId";

        assertThatThrownBy(() -> store.get("a"))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("InvalidAccessKeyId: told so")
                .hasMessageContaining("retort.store.access-key");
        assertThat(requests).hasValue(1);
    }

    @Test
    void goesOnWhenItIsBack() {
        failures = 1;

        assertThat(store.get("a")).asString().isEqualTo("whole");
    }

    @Test
    void readsNoMoreOfAnObjectThanItIsAskedFor() {
        failures = 0;

        assertThat(store.getAtMost("a", 3)).asString(StandardCharsets.UTF_8).isEqualTo("who");
        assertThat(store.getAtMost("a", 100)).asString(StandardCharsets.UTF_8).isEqualTo("whole");
    }

    @Test
    void saysThatNobodyIsThere() {
        server.stop(0);

        assertThatThrownBy(() -> store.get("a"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("check that it runs and is reachable");
    }

    @Test
    void doesNotBlameTheStoreForALocalDisk() {
        failures = 0;
        Path nowhere = temporary.resolve("missing").resolve("model.onnx");

        assertThatThrownBy(() -> store.download("a", nowhere))
                .isInstanceOf(LocalDiskException.class)
                .hasMessageContaining("cannot use " + nowhere.getParent());
        assertThat(requests).hasValue(1);
    }
}
