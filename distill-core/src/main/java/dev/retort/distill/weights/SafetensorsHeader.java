package dev.retort.distill.weights;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.contracts.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the header of a safetensors file says, believed only where it fits the file: tensors of its own type and shape
 * that lie side by side and fill the data, without gap or overlap, as the format demands.
 *
 * @param tensors in the order of the header
 */
record SafetensorsHeader(List<Entry> tensors, Map<String, String> metadata) {
    private static final String METADATA = "__metadata__";
    private static final int FLOAT_BYTES = 4;

    SafetensorsHeader {
        tensors = List.copyOf(tensors);
        metadata = Map.copyOf(metadata);
    }

    /**
     * One tensor.
     *
     * @param begin of its bytes, from the end of the header
     * @param end after its bytes; end - begin is four bytes a value
     */
    record Entry(String name, List<Long> shape, int begin, int end) {
        Entry {
            shape = List.copyOf(shape);
        }

        int size() {
            return (end - begin) / FLOAT_BYTES;
        }

        long[] shapeArray() {
            return shape.stream().mapToLong(Long::longValue).toArray();
        }
    }

    /**
     * @param file whose header is the {@code length} bytes from {@code start}
     * @param dataBytes what follows the header
     * @throws IllegalArgumentException that says what is wrong
     */
    static SafetensorsHeader parse(byte[] file, int start, int length, int dataBytes) {
        List<Entry> tensors = new ArrayList<>();
        Map<String, String> metadata = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : object(file, start, length).properties()) {
            if (entry.getKey().equals(METADATA)) {
                metadata.putAll(metadata(entry.getValue()));
            } else {
                tensors.add(tensor(entry.getKey(), entry.getValue(), dataBytes));
            }
        }
        requireFilled(tensors, dataBytes);
        return new SafetensorsHeader(tensors, metadata);
    }

    private static JsonNode object(byte[] file, int start, int length) {
        try {
            JsonNode header = Json.MAPPER.readTree(file, start, length);
            if (!header.isObject()) {
                throw new IllegalArgumentException("safetensors: the header is no JSON object");
            }
            return header;
        } catch (IOException e) {
            throw new IllegalArgumentException("safetensors: the header is no JSON: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> metadata(JsonNode node) {
        Map<String, String> metadata = new TreeMap<>();
        require(node.isObject(), METADATA + " is no JSON object");
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            require(entry.getValue().isTextual(), "metadata " + entry.getKey() + " is no text");
            metadata.put(entry.getKey(), entry.getValue().asText());
        }
        return metadata;
    }

    private static Entry tensor(String name, JsonNode node, int dataBytes) {
        require(node.path("dtype").asText().equals("F32"), name + " is not F32");
        long[] shape = integers(name, "shape", node);
        long[] offsets = integers(name, "data_offsets", node);
        boolean inside = offsets.length == 2 && offsets[0] <= offsets[1] && offsets[1] <= dataBytes;
        if (!inside || offsets[1] - offsets[0] != FLOAT_BYTES * size(name, shape)) {
            throw new IllegalArgumentException("safetensors: %s of shape %s lies at %s of %d bytes"
                    .formatted(name, Arrays.toString(shape), Arrays.toString(offsets), dataBytes));
        }
        return new Entry(name, Arrays.stream(shape).boxed().toList(), (int) offsets[0], (int) offsets[1]);
    }

    /** Not negative. */
    private static long[] integers(String name, String key, JsonNode node) {
        JsonNode array = node.path(key);
        require(array.isArray(), "%s of %s is no list: %s".formatted(key, name, array));
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = array.get(i);
            boolean whole = value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
            require(whole, "%s of %s: %s".formatted(key, name, array));
            values[i] = value.longValue();
        }
        return values;
    }

    private static long size(String name, long[] shape) {
        long size = 1;
        for (long dimension : shape) {
            if (dimension > Integer.MAX_VALUE || size * dimension > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("safetensors: shape of " + name + ": " + Arrays.toString(shape));
            }
            size *= dimension;
        }
        return size;
    }

    /** Two tensors that share bytes, or bytes that no tensor owns, are how one file says two things to two readers. */
    private static void requireFilled(List<Entry> tensors, int dataBytes) {
        int end = 0;
        List<Entry> byPlace = tensors.stream()
                .sorted(Comparator.comparingInt(Entry::begin).thenComparingInt(Entry::end))
                .toList();
        for (Entry tensor : byPlace) {
            if (tensor.begin() != end) {
                throw new IllegalArgumentException("safetensors: %s begins at byte %d, the tensor before it ends at %d"
                        .formatted(tensor.name(), tensor.begin(), end));
            }
            end = tensor.end();
        }
        require(end == dataBytes, "tensors end at byte %d of %d".formatted(end, dataBytes));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("safetensors: " + message);
        }
    }
}
