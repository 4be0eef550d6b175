package dev.retort.kit.health;

import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.log.LogReader;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Up once the event log has been read to where it ended at start; from then on {@link BrokerReadiness} knows more. */
@Readiness
@ApplicationScoped
class LogReadiness implements HealthCheck {
    private final LogReader reader;
    private final KafkaConnection connection;

    LogReadiness(LogReader reader, KafkaConnection connection) {
        this.reader = reader;
        this.connection = connection;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("event log")
                .status(reader.caughtUp())
                .withData("broker", connection.bootstrapServers());
        reader.missing().forEach((topic, missing) -> response.withData("to read from " + topic, missing));
        return response.build();
    }
}
