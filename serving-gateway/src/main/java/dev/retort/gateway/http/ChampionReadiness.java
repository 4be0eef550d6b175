package dev.retort.gateway.http;

import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.domain.Lease;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Up once a model answers; says which, and which was refused. */
@Readiness
@ApplicationScoped
class ChampionReadiness implements HealthCheck {
    private final ChampionFollower champion;

    ChampionReadiness(ChampionFollower champion) {
        this.champion = champion;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("champion");
        champion.refused().ifPresent(version -> response.withData("refused", version.hex()));
        try (Lease lease = champion.lease().orElse(null)) {
            if (lease != null) {
                return response.up()
                        .withData("version", lease.model().version().hex())
                        .build();
            }
        }
        return response.down().withData("reason", champion.absence()).build();
    }
}
