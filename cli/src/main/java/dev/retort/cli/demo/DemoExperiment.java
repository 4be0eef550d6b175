package dev.retort.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.retort.contracts.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** An experiment with some of its values changed, for the variants of a demonstration. */
final class DemoExperiment {
    /** More new samples than a demonstration ever sends: no cycle begins. */
    private static final int NEVER = 1_000_000;

    private final Map<String, Object> document;

    /** @param yaml a mapping that has been read as an experiment before */
    DemoExperiment(String yaml) {
        this.document = mapping(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    /** @param values by key, nested with dots */
    private DemoExperiment with(Map<String, Object> values) {
        values.forEach((key, value) -> put(document, key, value));
        return this;
    }

    DemoExperiment withSeed(long seed) {
        return with(Map.of("seed", seed, "continuous.replay.seed", seed));
    }

    /** Samples come in and are labelled, and nothing is learnt from them. */
    DemoExperiment withoutRetraining() {
        return with(Map.of(
                "continuous.trigger.newSamples",
                NEVER,
                "continuous.trigger.everySeconds",
                0,
                "continuous.trigger.drift",
                false));
    }

    /** The student goes on with new images alone. */
    DemoExperiment withoutReplay() {
        return with(Map.of("continuous.replay.share", 0));
    }

    /** As JSON, which is YAML as well. */
    String text() {
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an experiment without a text: " + document, e);
        }
    }

    private static void put(Map<String, Object> into, String key, Object value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            into.put(key, value);
            return;
        }
        Map<String, Object> section = mapping(into.getOrDefault(key.substring(0, dot), Map.of()));
        put(section, key.substring(dot + 1), value);
        into.put(key.substring(0, dot), section);
    }

    private static Map<String, Object> mapping(Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> copy.put(String.valueOf(key), each));
        }
        return copy;
    }
}
