package dev.retort.distill.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.retort.contracts.Json;
import java.io.IOException;
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
        JsonNode header = parse(file, (int) length);
        ByteBuffer data = buffer.slice(Long.BYTES + (int) length, file.length - Long.BYTES - (int) length)
                .order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new TreeMap<>();
        long end = 0;
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue()
                        .properties()
                        .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
            } else {
                end = Math.max(end, offset(entry.getKey(), entry.getValue(), 1));
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), data));
            }
        }
        if (end != data.limit()) {
            throw new IllegalArgumentException(
                    "safetensors: tensors end at byte %d of %d".formatted(end, data.limit()));
        }
        return new Decoded(new Weights(tensors), metadata);
    }

    private static Tensor tensor(String name, JsonNode entry, ByteBuffer data) {
        if (!entry.path("dtype").asText().equals("F32")) {
            throw new IllegalArgumentException("safetensors: " + name + " is not F32");
        }
        long[] shape = new long[entry.path("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = entry.path("shape").get(i).asLong(-1);
        }
        long begin = offset(name, entry, 0);
        long end = offset(name, entry, 1);
        long size = size(name, shape);
        if (begin < 0 || end > data.limit() || end - begin != 4 * size) {
            throw new IllegalArgumentException("safetensors: %s of shape %s lies at [%d, %d) of %d bytes"
                    .formatted(name, Arrays.toString(shape), begin, end, data.limit()));
        }
        float[] values = new float[(int) size];
        data.slice((int) begin, (int) (end - begin))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return new Tensor(shape, values);
    }

    private static long size(String name, long[] shape) {
        long size = 1;
        for (long dimension : shape) {
            if (dimension < 0 || dimension > Integer.MAX_VALUE || size * dimension > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("safetensors: shape of " + name + ": " + Arrays.toString(shape));
            }
            size *= dimension;
        }
        return size;
    }

    private static long offset(String name, JsonNode entry, int which) {
        JsonNode offsets = entry.path("data_offsets");
        if (offsets.size() != 2 || !offsets.get(which).isIntegralNumber()) {
            throw new IllegalArgumentException("safetensors: data_offsets of " + name + " are " + offsets);
        }
        return offsets.get(which).asLong();
    }

    private static JsonNode parse(byte[] file, int length) {
        try {
            JsonNode header = Json.MAPPER.readTree(file, Long.BYTES, length);
            if (!header.isObject()) {
                throw new IllegalArgumentException("safetensors: the header is no JSON object");
            }
            return header;
        } catch (IOException e) {
            throw new IllegalArgumentException("safetensors: the header is no JSON: " + e.getMessage(), e);
        }
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
