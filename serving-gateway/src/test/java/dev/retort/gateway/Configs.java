package dev.retort.gateway;

import dev.retort.gateway.config.GatewayConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;

/** Configuration as the gateway reads it, without Quarkus. */
public final class Configs {
    private Configs() {}

    /** The defaults but for one key, without its prefix. */
    public static GatewayConfig with(String key, String value) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(GatewayConfig.class)
                .withDefaultValue("retort.gateway." + key, value)
                .build()
                .getConfigMapping(GatewayConfig.class);
    }
}
