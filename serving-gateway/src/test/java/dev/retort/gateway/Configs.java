package dev.retort.gateway;

import dev.retort.gateway.config.DjlServingConfig;
import dev.retort.gateway.config.FeedbackConfig;
import dev.retort.gateway.config.GatewayConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Configuration as the gateway reads it, without Quarkus. */
public final class Configs {
    private Configs() {}

    /** The defaults but for one key, without its prefix. */
    public static GatewayConfig with(String key, String value) {
        return with(Map.of(key, value)).getConfigMapping(GatewayConfig.class);
    }

    /** The defaults but for some keys, without their prefix {@code retort.gateway}. */
    public static SmallRyeConfig with(Map<String, String> values) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(GatewayConfig.class)
                .withMapping(FeedbackConfig.class)
                .withMapping(DjlServingConfig.class);
        values.forEach((key, value) -> builder.withDefaultValue("retort.gateway." + key, value));
        return builder.build();
    }

    public static FeedbackConfig sampling(String share, String queue) {
        return with(Map.of("feedback.share", share, "feedback.queue", queue)).getConfigMapping(FeedbackConfig.class);
    }
}
