package dev.retort.gateway;

import com.google.protobuf.ByteString;
import dev.retort.gateway.http.wire.InferParameter;
import dev.retort.gateway.http.wire.InferTensorContents;
import dev.retort.gateway.http.wire.ModelInferRequest;
import dev.retort.gateway.http.wire.ModelInferRequest.InferInputTensor;
import dev.retort.gateway.http.wire.ModelInferRequest.InferRequestedOutputTensor;
import java.util.List;
import java.util.Random;

/** Messages over gRPC that parse and make no sense: a good one, spoilt in one place. */
final class MalformedCalls {
    private MalformedCalls() {}

    static ModelInferRequest example(Random random) {
        ModelInferRequest.Builder call = InferCalls.raw(0.5f).toBuilder();
        InferInputTensor.Builder input = call.getInputsBuilder(0);
        switch (random.nextInt(12)) {
            case 0 -> call.setModelName("model" + random.nextInt());
            case 1 -> call.setModelVersion(Integer.toString(random.nextInt()));
            case 2 -> input.setName("input" + random.nextInt());
            case 3 -> input.setDatatype(random.nextBoolean() ? "FP" + (33 + random.nextInt(99)) : "BYTES");
            case 4 -> input.setShape(random.nextInt(4), 257L + random.nextLong(Long.MAX_VALUE - 257));
            case 5 -> input.clearShape().addShape(random.nextInt());
            case 6 -> call.setRawInputContents(0, ByteString.copyFrom(new byte[random.nextInt(4 * InferCalls.PIXELS)]));
            case 7 -> call.addRawInputContents(ByteString.copyFrom(new byte[random.nextInt(100)]));
            case 8 -> call.setRawInputContents(0, notFinite(random));
            case 9 -> call.addOutputs(InferRequestedOutputTensor.newBuilder().setName("output" + random.nextInt()));
            case 10 -> call.putParameters("timeout", text(Integer.toString(random.nextInt())));
            default ->
                call.clearRawInputContents()
                        .getInputsBuilder(0)
                        .setContents(InferTensorContents.newBuilder().addFp32Contents(random.nextFloat()));
        }
        return call.build();
    }

    private static ByteString notFinite(Random random) {
        byte[] tensor = Tensors.filled(InferCalls.PIXELS, 0.5f);
        List<Float> values = List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        Tensors.put(tensor, random.nextInt(InferCalls.PIXELS), values.get(random.nextInt(values.size())));
        return ByteString.copyFrom(tensor);
    }

    private static InferParameter text(String text) {
        return InferParameter.newBuilder().setStringParam(text).build();
    }
}
