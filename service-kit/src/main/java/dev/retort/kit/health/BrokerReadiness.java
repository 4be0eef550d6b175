package dev.retort.kit.health;

import dev.retort.kit.config.KafkaConnection;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Up while the broker answers. */
@Readiness
@ApplicationScoped
class BrokerReadiness implements HealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final KafkaConnection connection;
    private @Nullable Admin admin;

    BrokerReadiness(KafkaConnection connection) {
        this.connection = connection;
    }

    @Override
    public synchronized HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("broker").withData("address", connection.bootstrapServers());
        try {
            admin().describeCluster(new DescribeClusterOptions().timeoutMs((int) PATIENCE.toMillis()))
                    .nodes()
                    .get();
            return response.up().build();
        } catch (ExecutionException e) {
            return response.down()
                    .withData("error", connection.explain(e.getCause() == null ? e : e.getCause()))
                    .build();
        } catch (KafkaException e) {
            return response.down().withData("error", String.valueOf(e)).build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return response.down().withData("error", "interrupted").build();
        }
    }

    private Admin admin() {
        if (admin == null) {
            admin = Admin.create(connection.properties());
        }
        return admin;
    }

    @PreDestroy
    synchronized void stop() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
