package dev.retort.gateway.djlserving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.domain.BackendAwayException;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One FP32 tensor in the safetensors format: the length of a header in eight bytes, the header in JSON, the values; all
 * little-endian. Of the formats that DJL Serving takes, the only one that it also answers in with a single array.
 */
final class Safetensors {
    static final String TYPE = "tensor/safetensors";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ALIGNMENT = 8;

    private Safetensors() {}

    /** @param pixels the remaining floats are [images × channels × height × width] */
    static Buffer of(FloatBuffer pixels, int images, ImageShape image) {
        long bytes = (long) pixels.remaining() * Float.BYTES;
        String header = "{\"input\":{\"dtype\":\"F32\",\"shape\":[%d,%d,%d,%d],\"data_offsets\":[0,%d]}}"
                .formatted(images, image.channels(), image.height(), image.width(), bytes);
        String padded = header + " ".repeat(Math.floorMod(-header.length(), ALIGNMENT));
        byte[] whole = new byte[Math.toIntExact(Long.BYTES + padded.length() + bytes)];
        ByteBuffer.wrap(whole)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded.length())
                .put(padded.getBytes(StandardCharsets.US_ASCII))
                .asFloatBuffer()
                .put(pixels.duplicate());
        return Buffer.buffer(whole);
    }

    /**
     * @return [rows × columns]
     * @throws BackendAwayException if it is something else
     */
    static float[] matrix(Buffer tensors, int rows, int columns) {
        long header = tensors.length() < Long.BYTES ? -1 : tensors.getLongLE(0);
        if (header < 0 || header > tensors.length() - Long.BYTES) {
            throw other(tensors, "no safetensors", rows, columns);
        }
        int start = Long.BYTES + (int) header;
        String json = tensors.getString(Long.BYTES, start);
        if (!describes(json, rows, columns) || tensors.length() - start != (long) rows * columns * Float.BYTES) {
            throw other(tensors, json, rows, columns);
        }
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(tensors.getIntLE(start + i * Float.BYTES));
        }
        return values;
    }

    private static boolean describes(String json, int rows, int columns) {
        try {
            JsonNode header = JSON.readTree(json);
            JsonNode tensor = header.size() == 1 ? header.iterator().next() : header;
            return tensor.path("dtype").asText().equals("F32")
                    && tensor.path("shape").size() == 2
                    && tensor.path("shape").path(0).asLong() == rows
                    && tensor.path("shape").path(1).asLong() == columns;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static BackendAwayException other(Buffer answer, String what, int rows, int columns) {
        return new BackendAwayException("DJL Serving answered with %d bytes, %s; expected F32 [%d, %d]"
                .formatted(answer.length(), what, rows, columns));
    }
}
