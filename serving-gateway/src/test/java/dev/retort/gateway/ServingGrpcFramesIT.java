package dev.retort.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that no gRPC client makes, byte by byte over HTTP/2. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ServingGrpcFramesIT {
    private static final Map<String, String> GRPC = Map.of("content-type", "application/grpc", "te", "trailers");
    private static final String INVALID_ARGUMENT = "3";
    private static final String DEADLINE_EXCEEDED = "4";
    private static final String RESOURCE_EXHAUSTED = "8";
    private static final String UNIMPLEMENTED = "12";

    /** More than a body may have. */
    private static final int BOMB_BYTES = 70 * 1024 * 1024;

    @Inject
    Vertx vertx;

    @Inject
    PublishedModels models;

    @TestHTTPResource("/")
    URI gateway;

    private HttpClient client;

    @BeforeEach
    void open() {
        client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'',                 no message",
        "00,                 no message",
        "00ffffffff,         which says",
        "000000000200,       which says",
        "0000000000000000,   which says",
        "0200000000,         not with 2",
        "0000000002ffff,     damaged",
        "00000000020a05,     damaged",
        "0000000004fb06fc06, a group",
    })
    void refusesWhatIsNoCall(String bytes, String why) throws Exception {
        HttpClientResponse answer = post(GRPC, Buffer.buffer(HexFormat.of().parseHex(bytes)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeader("grpc-status")).isEqualTo(INVALID_ARGUMENT);
        assertThat(answer.getHeader("grpc-message")).contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "grpc-timeout, soon,  " + INVALID_ARGUMENT,
        "grpc-timeout, 1n,    " + DEADLINE_EXCEEDED,
        "grpc-encoding, zstd, " + UNIMPLEMENTED,
        "content-encoding, gzip, " + UNIMPLEMENTED,
    })
    void heedsItsHeaders(String header, String value, String status) throws Exception {
        Map<String, String> headers = Map.of("content-type", "application/grpc", "te", "trailers", header, value);
        // Of no model, which would be the reason if the header were not one.
        Buffer call = Buffer.buffer(HexFormat.of().parseHex("0000000000"));

        HttpClientResponse answer = post(headers, call);

        assertThat(answer.getHeader("grpc-status")).isEqualTo(status);
    }

    @Test
    void namesTheRequestInItsMetadata() throws Exception {
        models.promoted(103);
        Buffer call = Buffer.buffer(frame(InferCalls.raw(0.5f).toByteArray()));

        HttpClientResponse first = post(GRPC, call);
        HttpClientResponse second = post(GRPC, call);
        HttpClientResponse named =
                post(Map.of("content-type", "application/grpc", "te", "trailers", "x-request-id", "order-7"), call);

        assertThat(first.trailers().get("grpc-status")).isEqualTo("0");
        assertThat(first.getHeader("x-request-id")).hasSize(36).isNotEqualTo(second.getHeader("x-request-id"));
        assertThat(named.getHeader("x-request-id")).isEqualTo("order-7");
    }

    private static byte[] frame(byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    @Test
    void unpacksNoBomb() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[BOMB_BYTES]);
        }
        Map<String, String> headers =
                Map.of("content-type", "application/grpc", "te", "trailers", "grpc-encoding", "gzip");

        HttpClientResponse answer = post(
                headers,
                Buffer.buffer().appendByte((byte) 1).appendInt(packed.size()).appendBytes(packed.toByteArray()));

        assertThat(answer.getHeader("grpc-status")).isEqualTo(RESOURCE_EXHAUSTED);
    }

    @Test
    void speaksNothingElseOnThatPath() throws Exception {
        for (String type : new String[] {"application/json", "application/grpc-web", "application/grpc+json"}) {
            HttpClientResponse answer = post(Map.of("content-type", type), Buffer.buffer());

            assertThat(answer.statusCode()).isEqualTo(415);
        }
    }

    private HttpClientResponse post(Map<String, String> headers, Buffer body) throws Exception {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(gateway.getHost())
                .setPort(gateway.getPort())
                .setURI("/inference.GRPCInferenceService/ModelInfer");
        headers.forEach(options::putHeader);
        return client.request(options)
                .compose(request -> request.send(body))
                .compose(response -> response.end().map(response))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }
}
