package dev.retort.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.retort.gateway.Configs;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies over real sockets, without the rest of the gateway. */
class BodyReaderTest {
    private static final int GREATEST = 100_000;

    private final Vertx vertx = Vertx.vertx();
    private final ByteBudget budget = new ByteBudget(300_000);
    private final BlockingQueue<Runnable> unpacking = new LinkedBlockingQueue<>();
    private final CountDownLatch gone = new CountDownLatch(1);

    @AfterEach
    void stop() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        vertx.close().onComplete(done -> closed.countDown());
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void takesNothingForABodyWhoseClientLeftBeforeItWasUnpacked() throws Exception {
        int port = serve(unpacking::add);
        byte[] packed = gzip(new byte[GREATEST]);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(head(packed.length));
            socket.getOutputStream().write(packed);
            await().until(() -> !unpacking.isEmpty());
        }
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();

        unpacking.take().run();

        assertThat(budget.taken()).isZero();
    }

    @Test
    void measuresPackedAndUnpackedBytesEachByThemselves() throws Exception {
        byte[] noise = new byte[GREATEST];
        new Random(1).nextBytes(noise);
        byte[] packed = gzip(
                new BigInteger(1, noise).toString(16).substring(0, GREATEST).getBytes(StandardCharsets.US_ASCII));
        assertThat(packed.length).as("packed").isBetween(GREATEST / 2, GREATEST);
        int port = serve(Runnable::run);

        HttpResponse<String> answer = post(port, packed);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).as("bytes, and taken while it is worked on").isEqualTo(GREATEST + " " + GREATEST);
        await().until(() -> budget.taken() == 0);
    }

    @Test
    void refusesWhatIsTooLargeUnpacked() throws Exception {
        int port = serve(Runnable::run);

        HttpResponse<String> answer = post(port, gzip(new byte[GREATEST + 1]));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("100,000");
        await().until(() -> budget.taken() == 0);
    }

    @Test
    void readsABodyThatComesByteByByte() throws Exception {
        int port = serve(Runnable::run);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            byte[] packed = gzip(new byte[50]);
            socket.getOutputStream().write(head(packed.length));
            for (byte one : packed) {
                socket.getOutputStream().write(one);
            }
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 200").endsWith("50 50");
        }
    }

    @Test
    void takesNothingForWhatIsUnpackedWithinABodyAfterItsClientHasLeft() throws Exception {
        BlockingQueue<RequestEnd> ends = new LinkedBlockingQueue<>();
        BodyReader bodies = bodies(Runnable::run);
        int port = listen(context -> {
            ends.add(RequestEnd.of(context));
            tellWhenGone(context);
        });
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(head(0));
            await().until(() -> !ends.isEmpty());
        }
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<ByteBuffer> plain =
                bodies.unpack(ends.take(), ContentCoding.GZIP, ByteBuffer.wrap(gzip(new byte[1000])));

        assertThat(plain).isCompletedExceptionally();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void countsTheRoomThatItMakesAndNotWhatAClientAnnounces() throws Exception {
        int port = serve(Runnable::run);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(head(90_000));
            socket.getOutputStream().flush();
            assertThat(budget.taken()).as("before its first byte").isZero();

            socket.getOutputStream().write(1);

            await().until(() -> budget.taken() == 90_000);
        }
        await().until(() -> budget.taken() == 0);
    }

    @Test
    void refusesAsTooLargeWhatNeverFits() {
        ByteBudget small = new ByteBudget(1000);

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> small.take(1001))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(413));
        small.take(600);
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> small.take(600))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(429));
    }

    /** Answers with the number of bytes, and of those that count as taken. */
    private int serve(Executor beside) throws InterruptedException {
        BodyReader bodies = bodies(beside);
        return listen(context -> answer(context, bodies));
    }

    private BodyReader bodies(Executor beside) {
        return new BodyReader(
                vertx,
                budget,
                Configs.with("body-patience", "20s"),
                new MemorySize(BigInteger.valueOf(GREATEST)),
                beside);
    }

    private int listen(Handler<RoutingContext> handler) throws InterruptedException {
        Router router = Router.router(vertx);
        router.post("/").handler(handler);
        CountDownLatch listening = new CountDownLatch(1);
        HttpServer server = vertx.createHttpServer().requestHandler(router);
        server.listen(0, "127.0.0.1").onComplete(done -> listening.countDown());
        assertThat(listening.await(10, TimeUnit.SECONDS)).isTrue();
        return server.actualPort();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its last stage answers
    private void answer(RoutingContext context, BodyReader bodies) {
        context.request().pause();
        bodies.read(context, RequestEnd.of(context)).whenComplete((body, failure) -> {
            if (failure == null) {
                context.response().end(Buffer.buffer(body.remaining() + " " + budget.taken()));
            } else {
                Answers.refuse(context, failure);
            }
        });
        tellWhenGone(context);
    }

    /** Once all that waits for the end of the request has run: Vert.x calls who came last first. */
    private void tellWhenGone(RoutingContext context) {
        context.addEndHandler(ended -> vertx.runOnContext(next -> gone.countDown()));
    }

    private static HttpResponse<String> post(int port, byte[] packed) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Content-Encoding", "gzip")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(packed))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static byte[] head(int bytes) {
        return """
                POST / HTTP/1.1\r
                Host: gateway\r
                Connection: close\r
                Content-Encoding: gzip\r
                Content-Length: %d\r
                \r
                """.formatted(bytes).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }
}
