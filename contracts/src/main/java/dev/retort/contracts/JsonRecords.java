package dev.retort.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.contracts.MalformedMessageException.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Records to and from JSON: one form for one value, so that a digest names a value. */
public final class JsonRecords {
    private JsonRecords() {}

    public static byte[] encode(Object record) {
        try {
            return Json.MAPPER.writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that has no JSON form: " + record, e);
        }
    }

    /**
     * Unknown keys are ignored, keys of {@code @Nullable} components may be left out; nothing else is forgiven.
     *
     * @throws MalformedMessageException {@code NOT_PARSEABLE} if it is no JSON, {@code WRONG_SHAPE} if a key is missing or
     *     of a wrong type, {@code OUT_OF_RANGE} or {@code NON_FINITE} if a value is
     */
    public static <T> T decode(byte[] json, Class<T> type) throws MalformedMessageException {
        JsonNode tree = parse(json, type);
        Shape.requireComplete(tree, type);
        try {
            return Json.MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new MalformedMessageException(
                    reasonOf(e), type.getSimpleName() + ": " + rootOf(e).getMessage(), e);
        }
    }

    private static JsonNode parse(byte[] json, Class<?> type) throws MalformedMessageException {
        try {
            JsonNode tree = Json.MAPPER.readTree(json);
            if (tree.isMissingNode()) {
                throw new MalformedMessageException(Reason.NOT_PARSEABLE, type.getSimpleName() + " is empty");
            }
            return tree;
        } catch (IOException e) {
            throw new MalformedMessageException(
                    Reason.NOT_PARSEABLE, type.getSimpleName() + " is no JSON: " + e.getMessage(), e);
        }
    }

    private static Reason reasonOf(JsonProcessingException e) {
        return switch (rootOf(e)) {
            case NonFiniteValueException _ -> Reason.NON_FINITE;
            case IllegalArgumentException _ -> Reason.OUT_OF_RANGE;
            case InputCoercionException _ -> Reason.OUT_OF_RANGE;
            case Throwable _ -> Reason.WRONG_SHAPE;
        };
    }

    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        for (@Nullable Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }
}
