package dev.retort.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.retort.gateway.http.wire.ModelInferRequest;
import dev.retort.gateway.http.wire.ModelInferResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** grpc-java against the gateway; fails with its StatusRuntimeException. */
final class GrpcClient implements AutoCloseable {
    private final ManagedChannel channel;

    GrpcClient(URI gateway) {
        this.channel = NettyChannelBuilder.forAddress(gateway.getHost(), gateway.getPort())
                .usePlaintext()
                .build();
    }

    ModelInferResponse infer(ModelInferRequest request, CallOptions options) {
        return call("ModelInfer", request, ModelInferResponse.parser(), options);
    }

    Future<ModelInferResponse> inferLater(ModelInferRequest request) {
        return ClientCalls.futureUnaryCall(
                channel.newCall(method("ModelInfer", ModelInferResponse.parser()), CallOptions.DEFAULT), request);
    }

    <I extends MessageLite, O extends MessageLite> O call(String method, I request, Parser<O> parser) {
        return call(method, request, parser, CallOptions.DEFAULT);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private <I extends MessageLite, O extends MessageLite> O call(
            String method, I request, Parser<O> parser, CallOptions options) {
        return ClientCalls.blockingUnaryCall(channel, method(method, parser), options, request);
    }

    private static <I extends MessageLite, O extends MessageLite> MethodDescriptor<I, O> method(
            String name, Parser<O> parser) {
        return MethodDescriptor.<I, O>newBuilder(new Protobuf<>(null), new Protobuf<>(parser))
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("inference.GRPCInferenceService/" + name)
                .build();
    }

    /** @param parser null for what is only sent */
    private record Protobuf<T extends MessageLite>(@Nullable Parser<T> parser)
            implements MethodDescriptor.Marshaller<T> {
        @Override
        public InputStream stream(T message) {
            return new ByteArrayInputStream(message.toByteArray());
        }

        @Override
        public T parse(InputStream bytes) {
            try {
                return Objects.requireNonNull(parser, "of what is only sent").parseFrom(bytes);
            } catch (InvalidProtocolBufferException e) {
                throw new UncheckedIOException("no message", e);
            }
        }
    }
}
