package dev.retort.gateway;

import static dev.retort.gateway.InferCalls.PIXELS;
import static dev.retort.gateway.InferCalls.floats;
import static dev.retort.gateway.InferCalls.number;
import static dev.retort.gateway.InferCalls.raw;
import static dev.retort.gateway.InferCalls.typed;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.retort.contracts.Digest;
import dev.retort.gateway.http.wire.ModelInferRequest;
import dev.retort.gateway.http.wire.ModelInferRequest.InferRequestedOutputTensor;
import dev.retort.gateway.http.wire.ModelInferResponse;
import dev.retort.gateway.http.wire.ModelMetadataRequest;
import dev.retort.gateway.http.wire.ModelMetadataResponse;
import dev.retort.gateway.http.wire.ModelReadyRequest;
import dev.retort.gateway.http.wire.ModelReadyResponse;
import dev.retort.gateway.http.wire.ServerLiveRequest;
import dev.retort.gateway.http.wire.ServerLiveResponse;
import dev.retort.gateway.http.wire.ServerMetadataRequest;
import dev.retort.gateway.http.wire.ServerMetadataResponse;
import dev.retort.gateway.http.wire.ServerReadyRequest;
import dev.retort.gateway.http.wire.ServerReadyResponse;
import dev.retort.kit.log.LogReader;
import dev.retort.local.testing.LocalStackResource;
import io.grpc.CallOptions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The open inference protocol over gRPC, asked by grpc-java on the port of HTTP. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ServingGrpcIT {
    @Inject
    LogReader reader;

    @Inject
    PublishedModels models;

    @TestHTTPResource("/")
    URI gateway;

    private GrpcClient client;
    private Digest version;

    @BeforeEach
    void promote() throws IOException {
        client = new GrpcClient(gateway);
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
        version = models.promoted(101);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void answersTheSameToRawAndToTypedContentsAndOverHttp() {
        ModelInferResponse ofTyped =
                infer(typed(contents -> contents.addAllFp32Contents(Collections.nCopies(PIXELS, 0.5f))));
        ModelInferResponse ofRaw = infer(raw(0.5f));
        JsonPath overHttp = JsonPath.from(given().contentType("application/json")
                .body("""
                        {"inputs": [{"name": "input", "datatype": "FP32", "shape": [1, 3, 16, 16], "data": [%s0.5]}]}""".formatted("0.5,".repeat(PIXELS - 1)))
                .post("/v2/models/champion/infer")
                .asString());

        assertThat(ofTyped.getId()).isEqualTo("7");
        assertThat(ofTyped.getModelVersion()).isEqualTo(version.hex());
        assertThat(ofTyped.getOutputs(0).getName()).isEqualTo("logits");
        assertThat(ofTyped.getOutputs(0).getShapeList()).containsExactly(1L, 3L);
        assertThat(floats(ofTyped))
                .isEqualTo(floats(ofRaw))
                .isEqualTo(overHttp.getList("outputs[0].data", Float.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity"})
    void takesPackedMessages(String coding) {
        CallOptions packed = CallOptions.DEFAULT.withCompression(coding);

        assertThat(floats(client.infer(raw(0.5f), packed))).isEqualTo(floats(infer(raw(0.5f))));
    }

    @Test
    void answersManyCallsOnOneConnectionEachItsOwn() throws Exception {
        List<List<Float>> alone = new ArrayList<>();
        List<Future<ModelInferResponse>> together = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            alone.add(floats(infer(raw(i / 32f))));
        }
        for (int i = 0; i < 32; i++) {
            together.add(client.inferLater(raw(i / 32f)));
        }

        for (int i = 0; i < 32; i++) {
            List<Float> answer = floats(together.get(i).get());
            List<Float> expected = alone.get(i);
            assertThat(answer).hasSameSizeAs(expected);
            for (int index = 0; index < answer.size(); index++) {
                assertThat(answer.get(index)).isCloseTo(expected.get(index), within(1e-3f));
            }
        }
    }

    @Test
    void namesTheLikeliestClasses() {
        ModelInferRequest request = raw(0.5f).toBuilder()
                .addOutputs(InferRequestedOutputTensor.newBuilder()
                        .setName("logits")
                        .putParameters("classification", number(2)))
                .build();

        ModelInferResponse response = infer(request);

        assertThat(response.getOutputs(0).getDatatype()).isEqualTo("BYTES");
        assertThat(response.getOutputs(0).getShapeList()).containsExactly(1L, 2L);
        assertThat(response.getRawOutputContents(0).toStringUtf8()).containsPattern(":[0-2]:(disc|ring|star)");
    }

    @Test
    void describesServerAndModel() {
        assertThat(client.call("ServerLive", ServerLiveRequest.getDefaultInstance(), ServerLiveResponse.parser())
                        .getLive())
                .isTrue();
        assertThat(client.call("ServerReady", ServerReadyRequest.getDefaultInstance(), ServerReadyResponse.parser())
                        .getReady())
                .isTrue();
        assertThat(client.call(
                                "ServerMetadata",
                                ServerMetadataRequest.getDefaultInstance(),
                                ServerMetadataResponse.parser())
                        .getName())
                .isEqualTo("retort");
        ModelMetadataResponse metadata = client.call(
                "ModelMetadata",
                ModelMetadataRequest.newBuilder().setName("champion").build(),
                ModelMetadataResponse.parser());
        assertThat(metadata.getVersionsList()).startsWith(version.hex());
        assertThat(metadata.getInputs(0).getShapeList()).containsExactly(-1L, 3L, 16L, 16L);
        assertThat(metadata.getOutputs(0).getShapeList()).containsExactly(-1L, 3L);
    }

    @Test
    void saysWhichModelsAreReady() throws IOException {
        Digest kept = models.publish(102);

        assertThat(isReady("champion", "")).isTrue();
        assertThat(isReady("champion", kept.hex())).as("loaded when asked for").isTrue();
        assertThat(isReady("champion", Digest.of(new byte[1]).hex())).isFalse();
        assertThat(isReady("loser", "")).isFalse();
        assertThat(infer(raw(0.5f).toBuilder().setModelVersion(kept.hex()).build())
                        .getModelVersion())
                .isEqualTo(kept.hex());
    }

    @Test
    void countsCallsByMethodAndStatus() {
        assertThat(floats(infer(raw(0.5f)))).hasSize(3);

        given().get("/q/metrics")
                .then()
                .body(containsString("retort_gateway_grpc_seconds_count{method=\"ModelInfer\",status=\"OK\"}"));
    }

    private boolean isReady(String model, String asked) {
        return client.call(
                        "ModelReady",
                        ModelReadyRequest.newBuilder()
                                .setName(model)
                                .setVersion(asked)
                                .build(),
                        ModelReadyResponse.parser())
                .getReady();
    }

    private ModelInferResponse infer(ModelInferRequest request) {
        return client.infer(request, CallOptions.DEFAULT);
    }
}
