package dev.retort.distill.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.retort.contracts.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
    /** So many floats are written at once. */
    private static final int PIECE = 16 * 1024;

    private Safetensors() {}

    /** A tensor to be written, wherever its values lie. */
    public record Source(String name, List<Integer> shape, Values values) {
        public Source {
            shape = List.copyOf(shape);
        }

        private int size() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }

        private long bytes() {
            return (long) Float.BYTES * size();
        }
    }

    /** Of a tensor, row-major. */
    @FunctionalInterface
    public interface Values {
        float at(int index);
    }

    public static byte[] encode(Weights weights, Map<String, String> metadata) {
        return encode(sources(weights), metadata);
    }

    public static byte[] encode(List<Source> tensors, Map<String, String> metadata) {
        byte[] head = head(tensors, metadata);
        long bytes = tensors.stream().mapToLong(Source::bytes).sum();
        byte[] file = new byte[Math.toIntExact(head.length + bytes)];
        ByteBuffer written =
                ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).put(head);
        for (Source tensor : tensors) {
            int size = tensor.size();
            for (int at = 0; at < size; at++) {
                written.putFloat(tensor.values().at(at));
            }
        }
        return file;
    }

    /** Tensors in this order. */
    public static void write(OutputStream target, List<Source> tensors, Map<String, String> metadata)
            throws IOException {
        target.write(head(tensors, metadata));
        byte[] piece = new byte[PIECE * Float.BYTES];
        for (Source tensor : tensors) {
            write(target, tensor, piece);
        }
    }

    private static List<Source> sources(Weights weights) {
        return weights.tensors().entrySet().stream()
                .map(tensor -> source(tensor.getKey(), tensor.getValue()))
                .toList();
    }

    private static Source source(String name, Tensor tensor) {
        float[] values = tensor.values();
        List<Integer> shape =
                Arrays.stream(tensor.shape()).mapToObj(Math::toIntExact).toList();
        return new Source(name, shape, index -> values[index]);
    }

    /** The header and, before it, its length. */
    private static byte[] head(List<Source> tensors, Map<String, String> metadata) {
        byte[] header = padded(toBytes(header(tensors, metadata)));
        return ByteBuffer.allocate(Long.BYTES + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    private static ObjectNode header(List<Source> tensors, Map<String, String> metadata) {
        ObjectNode header = Json.MAPPER.createObjectNode();
        if (!metadata.isEmpty()) {
            header.set(METADATA, Json.MAPPER.valueToTree(new TreeMap<>(metadata)));
        }
        long offset = 0;
        for (Source tensor : tensors) {
            long end = offset + tensor.bytes();
            ObjectNode entry = header.putObject(tensor.name()).put("dtype", "F32");
            tensor.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        return header;
    }

    /** A piece at a time: a network's weights need not be in memory twice. */
    private static void write(OutputStream target, Source tensor, byte[] piece) throws IOException {
        ByteBuffer floats = ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN);
        int size = tensor.size();
        for (int at = 0; at < size; at++) {
            floats.putFloat(tensor.values().at(at));
            if (!floats.hasRemaining() || at == size - 1) {
                target.write(piece, 0, floats.position());
                floats.clear();
            }
        }
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
