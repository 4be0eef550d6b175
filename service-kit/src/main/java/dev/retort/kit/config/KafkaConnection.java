package dev.retort.kit.config;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.stream.Collectors;

/** How plain Kafka clients reach the broker: everything configured under {@code kafka.}, security included. */
@ApplicationScoped
public class KafkaConnection {
    private final Map<String, Object> configured;

    KafkaConnection(@Identifier("default-kafka-broker") Map<String, Object> configured) {
        this.configured = configured;
    }

    public Map<String, Object> properties() {
        return configured.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    public String bootstrapServers() {
        return String.valueOf(configured.get("bootstrap.servers"));
    }
}
