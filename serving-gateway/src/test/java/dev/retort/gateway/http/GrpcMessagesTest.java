package dev.retort.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.domain.RequestId;
import dev.retort.gateway.domain.Share;
import dev.retort.gateway.domain.TensorNames;
import dev.retort.gateway.http.wire.ModelInferRequest;
import dev.retort.gateway.http.wire.ModelInferRequest.InferInputTensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrpcMessagesTest {
    private static final int CALLS = 64;

    private final RequestReader reader =
            new RequestReader(new ImageShape(1, 1, 2), new TensorNames("input", "logits"), 1);

    @Test
    void givesEachCallWithoutAnIdOneOfItsOwn() {
        List<RequestId> ids = withoutId();

        assertThat(ids).doesNotHaveDuplicates();
    }

    /** Protobuf's text of a field that was not sent is empty: as a name, it would put all calls on one side. */
    @Test
    void leavesCallsWithoutAnIdOnBothSidesOfAShare() {
        Share half = new Share(0.5, "canary");

        assertThat(withoutId()).anyMatch(half::takes).anyMatch(id -> !half.takes(id));
    }

    @Test
    void keepsTheIdThatACallHas() {
        InferenceRequest request = GrpcMessages.request(call("7"), reader);

        assertThat(request.id()).isEqualTo("7");
        assertThat(request.requestId()).isEqualTo(new RequestId("7"));
    }

    private List<RequestId> withoutId() {
        List<RequestId> ids = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            ids.add(GrpcMessages.request(call(""), reader).requestId());
        }
        return ids;
    }

    private static ModelInferRequest call(String id) {
        return ModelInferRequest.newBuilder()
                .setId(id)
                .addInputs(InferInputTensor.newBuilder()
                        .setName("input")
                        .setDatatype("FP32")
                        .addAllShape(List.of(1L, 1L, 1L, 2L)))
                .addRawInputContents(ByteString.copyFrom(new byte[2 * Float.BYTES]))
                .build();
    }
}
