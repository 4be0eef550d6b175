package dev.retort.local.testing;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Reads a configuration interface from a few properties and nothing else, as a service would. */
public final class ConfigReader {
    private static final int ORDINAL = 100;

    private ConfigReader() {}

    /** @throws io.smallrye.config.ConfigValidationException if a key is missing, or below the prefix and unknown */
    public static <T> T read(Class<T> mapping, Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, ORDINAL, new DurationConverter())
                .withConverter(MemorySize.class, ORDINAL, new MemorySizeConverter())
                .withSources(new PropertiesConfigSource(properties, "test", ORDINAL))
                .withMapping(mapping)
                .build()
                .getConfigMapping(mapping);
    }
}
