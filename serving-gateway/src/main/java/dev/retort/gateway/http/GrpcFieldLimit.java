package dev.retort.gateway.http;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.retort.gateway.http.wire.InferTensorContents;
import dev.retort.gateway.http.wire.ModelInferRequest;
import dev.retort.gateway.http.wire.ModelInferRequest.InferInputTensor;
import dev.retort.gateway.http.wire.ModelInferRequest.InferRequestedOutputTensor;
import java.io.IOException;

/**
 * Counts what a message holds before it is parsed. Two bytes on the wire can become an object of fifty, and a number in
 * one byte becomes eight; without a limit, a body of the allowed size could take many times its size in memory.
 */
final class GrpcFieldLimit {
    private static final int MOST_FIELDS = 256;
    private static final int MOST_PARAMETER_BYTES = 1024;
    private static final int MOST_SHAPE_BYTES = 128;

    private final CodedInputStream input;
    private int fields;

    private GrpcFieldLimit(CodedInputStream input) {
        this.input = input;
    }

    /** @throws ApiException if there is too much of something */
    static void check(CodedInputStream message) throws IOException {
        new GrpcFieldLimit(message).checkRequest();
    }

    private void checkRequest() throws IOException {
        for (int tag = next(); tag != 0; tag = next()) {
            switch (nested(tag)) {
                case ModelInferRequest.PARAMETERS_FIELD_NUMBER -> skip(MOST_PARAMETER_BYTES, "a parameter");
                case ModelInferRequest.INPUTS_FIELD_NUMBER -> within(this::checkInput);
                case ModelInferRequest.OUTPUTS_FIELD_NUMBER -> within(this::checkOutput);
                default -> input.skipField(tag);
            }
        }
    }

    private void checkInput() throws IOException {
        for (int tag = next(); tag != 0; tag = next()) {
            switch (nested(tag)) {
                case InferInputTensor.SHAPE_FIELD_NUMBER -> skip(MOST_SHAPE_BYTES, "a shape");
                case InferInputTensor.PARAMETERS_FIELD_NUMBER -> skip(MOST_PARAMETER_BYTES, "a parameter");
                case InferInputTensor.CONTENTS_FIELD_NUMBER -> within(this::checkContents);
                default -> input.skipField(tag);
            }
        }
    }

    private void checkOutput() throws IOException {
        for (int tag = next(); tag != 0; tag = next()) {
            if (nested(tag) == InferRequestedOutputTensor.PARAMETERS_FIELD_NUMBER) {
                skip(MOST_PARAMETER_BYTES, "a parameter");
            } else {
                input.skipField(tag);
            }
        }
    }

    /** Not counted: a float takes as much in memory as on the wire. */
    private void checkContents() throws IOException {
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) != InferTensorContents.FP32_CONTENTS_FIELD_NUMBER) {
                throw ApiException.badRequest("'contents' holds field " + WireFormat.getTagFieldNumber(tag)
                        + ": the model takes FP32, in fp32_contents or in raw_input_contents");
            }
            input.skipField(tag);
        }
    }

    private int next() throws IOException {
        int tag = input.readTag();
        if (++fields > MOST_FIELDS) {
            throw ApiException.badRequest("the message has more than " + MOST_FIELDS + " fields");
        }
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_START_GROUP) {
            throw ApiException.badRequest("the message has a group, which the protocol has not");
        }
        return tag;
    }

    /** Number of a field that holds a length and that many bytes; 0 for others. */
    private static int nested(int tag) {
        return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
                ? WireFormat.getTagFieldNumber(tag)
                : 0;
    }

    private void within(Check check) throws IOException {
        int outer = input.pushLimit(input.readRawVarint32());
        check.run();
        input.popLimit(outer);
    }

    private void skip(int mostBytes, String what) throws IOException {
        int bytes = input.readRawVarint32();
        if (bytes > mostBytes) {
            throw ApiException.badRequest("%s has %,d bytes, more than %,d".formatted(what, bytes, mostBytes));
        }
        input.skipRawBytes(bytes);
    }

    /** Of what lies within a field. */
    private interface Check {
        void run() throws IOException;
    }
}
