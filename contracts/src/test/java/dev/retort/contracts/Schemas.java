package dev.retort.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The schemas in the jar. */
public final class Schemas {
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private Schemas() {}

    static Optional<JsonNode> find(Class<?> record) {
        String resource = "/dev/retort/contracts/schema/%s.v1.json".formatted(record.getSimpleName());
        try (InputStream in = Json.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(Trees.parse(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode of(Class<?> record) {
        return find(record).orElseThrow(() -> new AssertionError("no schema for " + record.getSimpleName()));
    }

    /** What is wrong with the JSON by the schema. */
    public static List<String> errors(Class<?> record, JsonNode json) {
        Schema schema = REGISTRY.getSchema(of(record));
        String text = new String(Trees.toBytes(json), StandardCharsets.UTF_8);
        return schema.validate(text, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }
}
