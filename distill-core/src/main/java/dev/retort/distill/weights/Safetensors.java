package dev.retort.distill.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.retort.contracts.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The safetensors format: eight bytes of header length, a JSON header, raw little-endian tensors without gaps. Float
 * tensors only. <a href="https://huggingface.co/docs/safetensors/index#format">Format</a>.
 */
public final class Safetensors {
    private static final String METADATA = "__metadata__";
    private static final int GREATEST_HEADER = 16 * 1024 * 1024;
    private static final int ALIGNMENT = 8;

    private Safetensors() {}

    public static byte[] encode(Weights weights, Map<String, String> metadata) {
        ObjectNode header = Json.MAPPER.createObjectNode();
        if (!metadata.isEmpty()) {
            header.set(METADATA, Json.MAPPER.valueToTree(new TreeMap<>(metadata)));
        }
        long offset = 0;
        for (Map.Entry<String, Tensor> tensor : weights.tensors().entrySet()) {
            long end = offset + 4L * tensor.getValue().values().length;
            ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", "F32");
            Arrays.stream(tensor.getValue().shape()).forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = padded(toBytes(header));
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(Long.BYTES + json.length + offset))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        for (Tensor tensor : weights.tensors().values()) {
            file.asFloatBuffer().put(tensor.values());
            file.position(file.position() + 4 * tensor.values().length);
        }
        return file.array();
    }

    /** @throws IllegalArgumentException that says what is wrong, if it is no such file */
    public static Decoded decode(byte[] file) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < Long.BYTES) {
            throw new IllegalArgumentException("safetensors: " + file.length + " bytes are no file");
        }
        long length = buffer.getLong();
        if (length < 2 || length > Math.min(GREATEST_HEADER, file.length - Long.BYTES)) {
            throw new IllegalArgumentException(
                    "safetensors: a header of " + length + " bytes in a file of " + file.length);
        }
        int start = Long.BYTES + (int) length;
        SafetensorsHeader header = SafetensorsHeader.parse(file, Long.BYTES, (int) length, file.length - start);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.tensors()) {
            float[] values = new float[entry.size()];
            buffer.slice(start + entry.begin(), entry.end() - entry.begin())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            tensors.put(entry.name(), new Tensor(entry.shapeArray(), values));
        }
        return new Decoded(new Weights(tensors), header.metadata());
    }

    private static byte[] toBytes(ObjectNode header) {
        try {
            return Json.MAPPER.writeValueAsBytes(header);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a header that has no JSON form", e);
        }
    }

    /** Padded with spaces, so that the tensors begin at a multiple of eight bytes. */
    private static byte[] padded(byte[] json) {
        int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] padded = " ".repeat(length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(json, 0, padded, 0, json.length);
        return padded;
    }

    /** What a file holds; tensors in the order of its header. */
    public record Decoded(Weights weights, Map<String, String> metadata) {
        public Decoded {
            metadata = Map.copyOf(metadata);
        }
    }
}
