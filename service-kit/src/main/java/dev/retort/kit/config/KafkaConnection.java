package dev.retort.kit.config;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/** How plain Kafka clients reach the broker: everything configured under {@code kafka.}, security included. */
@ApplicationScoped
public class KafkaConnection {
    /** As long as producers wait by default: a broker that is restarted is back by then. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, Object> configured;

    KafkaConnection(@Identifier("default-kafka-broker") Map<String, Object> configured) {
        this.configured = configured;
    }

    /** For any client; a call of one waits two minutes for a broker that is away, unless configured otherwise. */
    public Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(configured);
        properties.putIfAbsent(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return properties;
    }

    public String bootstrapServers() {
        return String.valueOf(configured.get("bootstrap.servers"));
    }

    /** A client's failure in words, with what to check where it is a setting of ours. */
    public String explain(Throwable failure) {
        if (failure instanceof AuthenticationException) {
            return "it refuses us: %s: check kafka.security.protocol, kafka.sasl.* and kafka.ssl.*"
                    .formatted(failure.getMessage());
        }
        if (failure instanceof TimeoutException
                && !configured.containsKey(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)) {
            return failure + "; does it run, and does it want TLS or a login? kafka.security.protocol is not set";
        }
        return String.valueOf(failure);
    }
}
