package dev.retort.cli.run;

import dev.retort.cli.CommandFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;

/**
 * Where a broker is, and what it asks of whoever comes: the same settings under the same names as those of a service.
 *
 * @param settings of a Kafka client, such as {@code security.protocol}
 */
public record BrokerConnection(String bootstrapServers, Map<String, String> settings) {
    private static final String PREFIX = "KAFKA_";
    private static final Set<String> SECURITY = Set.of("security", "sasl", "ssl");
    /** Long enough for a broker that is started again just now. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public BrokerConnection {
        settings = Map.copyOf(settings);
    }

    /** One that lets everybody in, as that of {@code ./retort up} does. */
    public static BrokerConnection open(String bootstrapServers) {
        return new BrokerConnection(bootstrapServers, Map.of());
    }

    /**
     * With every setting of a Kafka client that the environment holds: {@code KAFKA_}, then its name in capitals with
     * underscores for dots. Others that begin so, such as {@code KAFKA_HEAP_OPTS}, are not ours.
     *
     * @throws CommandFailure if it holds one of security that there is not: a slip of the pen must not open anything
     */
    public static BrokerConnection from(Map<String, String> environment, String bootstrapServers) {
        Map<String, String> settings = new TreeMap<>();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(PREFIX)) {
                String name = variable.substring(PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                if (name.equals(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
                    return;
                }
                if (ConsumerConfig.configNames().contains(name)) {
                    settings.put(name, value);
                } else if (SECURITY.contains(name.replaceFirst("\\..*", ""))) {
                    throw CommandFailure.usage(
                            "%s is set, but Kafka's clients have no setting %s".formatted(variable, name));
                }
            }
        });
        return new BrokerConnection(bootstrapServers, settings);
    }

    /** For a client, with settings of its own, which go above those of the environment. */
    public Map<String, Object> properties(Map<String, Object> own) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.putAll(own);
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }

    /** @throws CommandFailure if the broker does not answer or does not let us in */
    public void requireAnswer() throws InterruptedException {
        try (Admin admin = Admin.create(properties(Map.of()))) {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) PATIENCE.toMillis()))
                    .clusterId()
                    .get();
        } catch (ExecutionException | KafkaException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    /** What a client's failure means, with what to check. */
    public CommandFailure failure(Throwable why) {
        String settingsToCheck = settings.isEmpty()
                ? "no KAFKA_SECURITY_PROTOCOL is set: does it want TLS or a login?"
                : "check KAFKA_SECURITY_PROTOCOL, KAFKA_SASL_* and KAFKA_SSL_*";
        String what = why instanceof AuthenticationException ? "refuses us" : "does not answer";
        return CommandFailure.failed(
                "the broker at %s %s (%s); %s".formatted(bootstrapServers, what, why.getMessage(), settingsToCheck),
                why);
    }
}
