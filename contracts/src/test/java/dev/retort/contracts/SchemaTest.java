package dev.retort.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.manifest.Manifest;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas say what the codecs do: no more, no less. */
class SchemaTest {
    static Stream<Class<?>> types() {
        return Stream.of(Event.class, Manifest.class).flatMap(Records::permitted);
    }

    static Stream<Object> examples() {
        return Stream.of(
                        Examples.events(),
                        ExampleManifests.manifests(),
                        List.of(
                                ExampleManifests.servedManifest(),
                                ExampleManifests.preparingManifest(),
                                Examples.openedUnderConditions(),
                                Examples.openedWithAlternatingFlips(),
                                Examples.takingSamplesWithAlternatingFlips(),
                                Examples.labellingUnderOthers(),
                                ExampleEvaluations.shadowThatDisagreed(),
                                Examples.retrainingByCommand()))
                .flatMap(List::stream);
    }

    private static JsonNode tree(Object example) {
        return Trees.parse(JsonRecords.encode(example));
    }

    @ParameterizedTest
    @MethodSource("types")
    void namesEveryComponentWithItsTypeAndWhetherItMayBeAbsent(Class<?> type) {
        JsonNode schema = Schemas.of(type);

        assertThat(schema.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.path("$id").asText()).isEqualTo("urn:retort:schema:%s.v1", type.getSimpleName());
        assertThat(schema.path("title").asText()).isEqualTo(type.getSimpleName());
        assertRecord(type, schema, schema, type.getSimpleName());
    }

    private static void assertRecord(Class<?> record, JsonNode schema, JsonNode root, String path) {
        List<String> required = Arrays.stream(record.getRecordComponents())
                .filter(component -> !Records.isOptional(component))
                .map(RecordComponent::getName)
                .toList();
        assertThat(schema.path("type").asText()).as(path).isEqualTo("object");
        assertThat(names(schema.path("properties")))
                .as("properties of " + path)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(record.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        assertThat(values(schema.path("required")))
                .as("required of " + path)
                .containsExactlyInAnyOrderElementsOf(required);
        assertThat(schema.has("additionalProperties"))
                .as("a later version may add keys to " + path)
                .isFalse();
        for (RecordComponent component : record.getRecordComponents()) {
            String name = component.getName();
            JsonNode property = schema.path("properties").path(name);
            assertType(component.getGenericType(), property, root, path + "." + name);
        }
    }

    private static void assertType(Type type, JsonNode reference, JsonNode root, String path) {
        JsonNode schema = resolve(reference, root);
        assertThat(schema.path("description").asText())
                .as("description of " + path)
                .isNotBlank();
        switch (type) {
            case ParameterizedType generic -> assertElements(generic, schema, root, path);
            case Class<?> enumeration
            when enumeration.isEnum() ->
                assertThat(schema.path("enum"))
                        .as(path)
                        .containsExactlyElementsOf(Arrays.stream(enumeration.getEnumConstants())
                                .map(SchemaTest::tree)
                                .toList());
            case Class<?> record
            when record.isRecord() && record != Digest.class -> assertRecord(record, schema, root, path);
            case Class<?> scalar -> assertScalar(scalar, schema, path);
            default -> throw new AssertionError("no rule for " + type);
        }
    }

    private static void assertElements(ParameterizedType generic, JsonNode schema, JsonNode root, String path) {
        boolean map = generic.getRawType() == Map.class;
        assertThat(schema.path("type").asText()).as(path).isEqualTo(map ? "object" : "array");
        JsonNode element = resolve(schema.path(map ? "additionalProperties" : "items"), root);
        Type type = List.of(generic.getActualTypeArguments()).getLast();
        if (type instanceof Class<?> record && record.isRecord()) {
            assertRecord(record, element, root, path + "[]");
        } else if (type instanceof Class<?> enumeration && enumeration.isEnum()) {
            assertType(enumeration, element, root, path + "[]");
        } else {
            assertScalar((Class<?>) type, element, path + "[]");
        }
    }

    private static void assertScalar(Class<?> type, JsonNode schema, String path) {
        Map<Class<?>, String> names = Map.of(
                String.class, "string",
                Digest.class, "string",
                Instant.class, "string",
                boolean.class, "boolean",
                int.class, "integer",
                long.class, "integer",
                Long.class, "integer",
                double.class, "number",
                Double.class, "number");
        assertThat(schema.path("type").asText()).as(path).isEqualTo(names.get(type));
        if (type == Instant.class) {
            assertThat(schema.path("format").asText()).as(path).isEqualTo("date-time");
        } else if (type == Digest.class) {
            assertThat(schema.path("pattern").asText()).as(path).isEqualTo("^[0-9a-f]{64}$");
        } else if (type == int.class) {
            assertThat(schema.path("maximum").asLong()).as(path).isEqualTo(Integer.MAX_VALUE);
        } else if (type == long.class || type == Long.class) {
            assertThat(schema.path("maximum").asLong()).as(path).isEqualTo(Long.MAX_VALUE);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void acceptsWhatTheCodecWrites(Object example) {
        assertThat(Schemas.errors(example.getClass(), tree(example))).isEmpty();
    }

    @Test
    void refusesAFlipInWords() {
        JsonPointer flip = JsonPointer.compile("/transferSet/augmentation/flip");
        TransferSetOpened opened = Examples.openedWithAlternatingFlips();

        for (String word : List.of("true", "false", "ALTERNATE")) {
            JsonNode changed = Trees.with(tree(opened), flip, TextNode.valueOf(word));

            assertThat(Schemas.errors(TransferSetOpened.class, changed))
                    .as(word)
                    .isNotEmpty();
            assertRefused(opened, changed, Reason.WRONG_SHAPE, word);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void refusesWhatTheCodecRefusesWhenAKeyIsMissing(Object example) {
        JsonNode tree = tree(example);
        for (String key : names(tree)) {
            boolean optional = Records.optionalComponents(example.getClass()).anyMatch(key::equals);
            JsonNode without = Trees.without(tree, JsonPointer.empty().appendProperty(key));

            assertThat(Schemas.errors(example.getClass(), without).isEmpty())
                    .as(key)
                    .isEqualTo(optional);
            if (!optional) {
                assertRefused(example, without, Reason.WRONG_SHAPE, key);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void statesTheLimitsThatTheCodecKeeps(Object example) {
        JsonNode tree = tree(example);
        JsonNode root = Schemas.of(example.getClass());
        List<Limit> limits = new ArrayList<>();
        collect(root, root, tree, JsonPointer.empty(), limits);
        assertThat(limits).isNotEmpty();
        for (Limit limit : limits) {
            JsonNode beyond = Trees.with(tree, limit.at(), limit.beyond());

            assertThat(Schemas.errors(example.getClass(), beyond))
                    .as(limit.toString())
                    .isNotEmpty();
            assertRefused(example, beyond, Reason.OUT_OF_RANGE, limit.toString());
        }
    }

    /** A value just outside of what the schema allows at a place. */
    private record Limit(JsonPointer at, JsonNode beyond) {}

    private static void collect(
            JsonNode reference, JsonNode root, JsonNode instance, JsonPointer at, List<Limit> limits) {
        JsonNode schema = resolve(reference, root);
        if (schema.has("minimum")) {
            limits.add(new Limit(at, beyond(schema.path("minimum"), -1)));
        }
        if (schema.has("maximum")) {
            limits.add(new Limit(at, beyond(schema.path("maximum"), 1)));
        }
        if (schema.has("pattern")) {
            limits.add(new Limit(at, TextNode.valueOf("../x")));
        }
        instance.properties().forEach(entry -> {
            JsonNode property = schema.path("properties").path(entry.getKey());
            JsonNode element = property.isMissingNode() ? schema.path("additionalProperties") : property;
            collect(element, root, entry.getValue(), at.appendProperty(entry.getKey()), limits);
        });
    }

    private static JsonNode beyond(JsonNode limit, int step) {
        return limit.isIntegralNumber() && !limit.isDouble()
                ? BigIntegerNode.valueOf(limit.bigIntegerValue().add(BigInteger.valueOf(step)))
                : DoubleNode.valueOf(limit.doubleValue() + step);
    }

    private static void assertRefused(Object example, JsonNode json, Reason reason, String what) {
        assertThatThrownBy(() -> JsonRecords.decode(Trees.toBytes(json), example.getClass()))
                .as(what)
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        e -> assertThat(e.reason()).as(what).isEqualTo(reason));
    }

    private static JsonNode resolve(JsonNode schema, JsonNode root) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : root.at(reference.substring(1));
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> values(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }
}
