package dev.retort.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.contracts.MalformedMessageException.Reason;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether JSON has a value for everything that a record cannot do without, at any depth. */
final class Shape {
    private Shape() {}

    /** @throws MalformedMessageException {@code WRONG_SHAPE}, with the path of the first key that is missing or null */
    static void requireComplete(JsonNode tree, Class<?> type) throws MalformedMessageException {
        requireComplete(tree, type, type.getSimpleName());
    }

    private static void requireComplete(JsonNode tree, Type type, String path) throws MalformedMessageException {
        if (type instanceof ParameterizedType generic) {
            requireElements(tree, generic, path);
        } else if (type instanceof Class<?> record && isObject(record)) {
            requireComponents(tree, record, path);
        }
    }

    /** Digests are records whose JSON form is text. */
    private static boolean isObject(Class<?> type) {
        return type.isRecord() && type != Digest.class;
    }

    private static void requireComponents(JsonNode tree, Class<?> record, String path)
            throws MalformedMessageException {
        if (!tree.isObject()) {
            throw new MalformedMessageException(Reason.WRONG_SHAPE, path + " is no JSON object");
        }
        for (RecordComponent component : record.getRecordComponents()) {
            JsonNode value = tree.path(component.getName());
            boolean absent = value.isMissingNode() || value.isNull();
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (absent && !optional) {
                throw new MalformedMessageException(Reason.WRONG_SHAPE, path + " lacks " + component.getName());
            }
            if (!absent) {
                requireComplete(value, component.getGenericType(), path + "." + component.getName());
            }
        }
    }

    private static void requireElements(JsonNode tree, ParameterizedType generic, String path)
            throws MalformedMessageException {
        boolean fits = generic.getRawType() == Map.class ? tree.isObject() : tree.isArray();
        if (!fits || !List.of(Map.class, List.class).contains(generic.getRawType())) {
            throw new MalformedMessageException(Reason.WRONG_SHAPE, path + " is no " + generic.getTypeName());
        }
        Type element = List.of(generic.getActualTypeArguments()).getLast();
        for (JsonNode value : tree) {
            if (value.isNull()) {
                throw new MalformedMessageException(Reason.WRONG_SHAPE, path + " holds null");
            }
            requireComplete(value, element, path);
        }
    }
}
