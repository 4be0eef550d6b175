package dev.retort.gateway.http;

import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.domain.Lease;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Up once a model answers; says which, which was refused, and whether the log had a say in it. */
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
        if (!champion.knowsTheLog()) {
            response.withData(
                    "log", "not read yet, or the broker is away: the last champion of the local cache answers");
        }
        champion.refused().ifPresent(version -> response.withData("refused", version.hex()));
        champion.missing()
                .ifPresent(wanted -> response.withData("wanted", wanted.hex()).withData("reason", champion.absence()));
        try (Lease lease = champion.lease().orElse(null)) {
            if (lease != null) {
                response.withData("version", lease.model().version().hex());
                return lease.model()
                        .trouble()
                        .map(reason -> response.down().withData("reason", reason))
                        .orElseGet(response::up)
                        .build();
            }
        }
        return response.down().withData("reason", champion.absence()).build();
    }
}
