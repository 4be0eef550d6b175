package dev.retort.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import dev.retort.gateway.http.wire.InferParameter;
import dev.retort.gateway.http.wire.InferTensorContents;
import dev.retort.gateway.http.wire.ModelInferRequest;
import dev.retort.gateway.http.wire.ModelInferRequest.InferInputTensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GrpcFieldLimitTest {
    private static final int MANY = 100_000;

    @Test
    void takesAsManyFloatsAsThereAreInEitherForm() {
        InferTensorContents contents = InferTensorContents.newBuilder()
                .addAllFp32Contents(Collections.nCopies(MANY, 1f))
                .build();
        ModelInferRequest typed = ModelInferRequest.newBuilder()
                .addInputs(InferInputTensor.newBuilder().setContents(contents))
                .build();
        ModelInferRequest raw = ModelInferRequest.newBuilder()
                .addRawInputContents(ByteString.copyFrom(new byte[MANY]))
                .build();

        assertThatNoException().isThrownBy(() -> check(typed.toByteArray()));
        assertThatNoException().isThrownBy(() -> check(raw.toByteArray()));
    }

    static Stream<Arguments> amplified() {
        InferParameter longText =
                InferParameter.newBuilder().setStringParam("x".repeat(2000)).build();
        return Stream.of(
                arguments(
                        "fields",
                        ModelInferRequest.newBuilder()
                                .addAllInputs(Collections.nCopies(MANY, InferInputTensor.getDefaultInstance()))),
                arguments("fields", ModelInferRequest.newBuilder().setUnknownFields(varints())),
                arguments(
                        "fields",
                        ModelInferRequest.newBuilder()
                                .addInputs(InferInputTensor.newBuilder().setUnknownFields(varints()))),
                arguments(
                        "a shape",
                        ModelInferRequest.newBuilder()
                                .addInputs(InferInputTensor.newBuilder().addAllShape(Collections.nCopies(MANY, 1L)))),
                arguments("a parameter", ModelInferRequest.newBuilder().putParameters("text", longText)),
                arguments(
                        "fp32_contents",
                        input(InferTensorContents.newBuilder().addAllInt64Contents(Collections.nCopies(MANY, 1L)))),
                arguments(
                        "fp32_contents",
                        input(InferTensorContents.newBuilder()
                                .addAllBytesContents(Collections.nCopies(MANY, ByteString.EMPTY)))),
                arguments(
                        "a group",
                        ModelInferRequest.newBuilder()
                                .setUnknownFields(UnknownFieldSet.newBuilder()
                                        .addField(
                                                99,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addGroup(varints())
                                                        .build())
                                        .build())));
    }

    @ParameterizedTest
    @MethodSource("amplified")
    void refusesWhatWouldTakeMoreMemoryThanItsBytes(MessageLite message, String why) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> check(message.toByteArray()))
                .withMessageContaining(why)
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    @Test
    void refusesWhatIsCutOff() {
        byte[] message = input(InferTensorContents.newBuilder().addFp32Contents(1))
                .build()
                .toByteArray();

        for (int length = 1; length < message.length; length++) {
            byte[] cut = Arrays.copyOf(message, length);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> check(cut));
        }
    }

    private static void check(byte[] message) throws IOException {
        GrpcFieldLimit.check(CodedInputStream.newInstance(message));
    }

    private static ModelInferRequest.Builder input(InferTensorContents.Builder contents) {
        return ModelInferRequest.newBuilder()
                .addInputs(InferInputTensor.newBuilder().setContents(contents));
    }

    private static UnknownFieldSet varints() {
        UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
        for (int i = 0; i < MANY; i++) {
            field.addVarint(1);
        }
        return UnknownFieldSet.newBuilder().addField(15, field.build()).build();
    }

    private static Arguments arguments(String why, ModelInferRequest.Builder message) {
        return Arguments.of(Named.of(why, message.build()), why);
    }
}
