package dev.retort.gateway;

import dev.retort.gateway.config.FeedbackConfig;
import dev.retort.gateway.config.GatewayConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Configuration as the gateway reads it, without Quarkus. */
public final class Configs {
    private Configs() {}

    /** The defaults but for one key, without its prefix. */
    public static GatewayConfig with(String key, String value) {
        return read(Map.of("retort.gateway." + key, value), GatewayConfig.class);
    }

    public static FeedbackConfig sampling(String share, String queue) {
        return read(
                Map.of("retort.gateway.feedback.share", share, "retort.gateway.feedback.queue", queue),
                FeedbackConfig.class);
    }

    private static <T> T read(Map<String, String> values, Class<T> mapping) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(mapping);
        values.forEach(builder::withDefaultValue);
        return builder.build().getConfigMapping(mapping);
    }
}
