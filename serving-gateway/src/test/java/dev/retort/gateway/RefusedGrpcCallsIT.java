package dev.retort.gateway;

import static dev.retort.gateway.InferCalls.PIXELS;
import static dev.retort.gateway.InferCalls.empty;
import static dev.retort.gateway.InferCalls.floats;
import static dev.retort.gateway.InferCalls.number;
import static dev.retort.gateway.InferCalls.raw;
import static dev.retort.gateway.InferCalls.typed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.retort.gateway.http.wire.ModelInferRequest;
import dev.retort.gateway.http.wire.ModelInferResponse;
import dev.retort.kit.log.LogReader;
import dev.retort.local.testing.LocalStackResource;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the protocol over gRPC says to calls that cannot be answered. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class RefusedGrpcCallsIT {
    @Inject
    LogReader reader;

    @Inject
    PublishedModels models;

    @TestHTTPResource("/")
    URI gateway;

    private GrpcClient client;

    @BeforeEach
    void promote() throws IOException {
        client = new GrpcClient(gateway);
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
        models.promoted(101);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @CsvSource({
        "champion, '',    FP16, 768, INVALID_ARGUMENT, the model takes FP32",
        "champion, '',    FP32, 767, INVALID_ARGUMENT, 3%2C068",
        "champion, '',    FP32, 0,   INVALID_ARGUMENT, is 0",
        "loser,    '',    FP32, 768, NOT_FOUND,        no model 'loser'",
        "champion, wrong, FP32, 768, NOT_FOUND,        no version 'wrong'",
    })
    void refusesWithTheStatusOfTheProtocol(
            String model, String asked, String datatype, int floats, Status.Code code, String why) {
        ModelInferRequest request = empty(datatype)
                .setModelName(model)
                .setModelVersion(asked)
                .addRawInputContents(ByteString.copyFrom(Tensors.filled(floats, 0.5f)))
                .build();

        assertThat(refused(request).getCode()).isEqualTo(code);
        assertThat(refused(request).getDescription()).contains(why.replace("%2C", ","));
    }

    @Test
    void refusesContentsThatTheModelCannotTake() {
        ModelInferRequest request = typed(contents -> contents.addAllInt64Contents(Collections.nCopies(PIXELS, 1L)));

        assertThat(refused(request).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused(request).getDescription()).contains("fp32_contents");
    }

    @Test
    void refusesAMessageThatIsTooLarge() {
        ModelInferRequest request = empty("FP32")
                .addRawInputContents(UnsafeByteOperations.unsafeWrap(new byte[65 * 1024 * 1024]))
                .build();

        assertThat(refused(request).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(floats(infer(raw(0.5f)))).as("the connection lives on").hasSize(3);
    }

    @Test
    void knowsNoOtherMethod() {
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> client.call("ModelStreamInfer", raw(0.5f), ModelInferResponse.parser()));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void doesNotComputeWhatIsTooLate() {
        ModelInferRequest request =
                raw(0.5f).toBuilder().putParameters("timeout", number(1)).build();

        assertThat(refused(request).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    private ModelInferResponse infer(ModelInferRequest request) {
        return client.infer(request, CallOptions.DEFAULT);
    }

    private Status refused(ModelInferRequest request) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> infer(request))
                .getStatus();
    }
}
