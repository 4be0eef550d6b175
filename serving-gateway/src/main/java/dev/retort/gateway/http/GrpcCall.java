package dev.retort.gateway.http;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.RequestId;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A call whose message is there.
 *
 * @param message unpacked
 */
record GrpcCall(RoutingContext context, RequestEnd end, GrpcHeaders headers, ByteBuffer message, Deadline deadline) {
    /** @throws ApiException if the message is not of that type, or holds more than anybody needs */
    <T> T read(Parser<T> parser) {
        try {
            GrpcFieldLimit.check(input());
            CodedInputStream input = input();
            T read = parser.parseFrom(input);
            input.checkLastTagWas(0);
            return read;
        } catch (IOException e) {
            throw ApiException.badRequest("the message is damaged, or another one: " + e.getMessage());
        }
    }

    /** The answer will say what the request is called. */
    void called(RequestId id) {
        context.response().putHeader(InferenceHeaders.REQUEST_ID, id.text());
    }

    /** Tensors are views of the body, and not copied: nobody writes to it any more. */
    private CodedInputStream input() {
        CodedInputStream input =
                UnsafeByteOperations.unsafeWrap(message.duplicate()).newCodedInput();
        input.enableAliasing(true);
        return input;
    }
}
