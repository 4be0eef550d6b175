package dev.retort.kit.health;

import dev.retort.kit.config.StoreConfig;
import dev.retort.kit.store.MinioObjectStore;
import dev.retort.kit.store.StoreRefusedException;
import dev.retort.kit.store.StoreUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Up while the store answers and has the bucket. */
@Readiness
@ApplicationScoped
class StoreReadiness implements HealthCheck {
    private final MinioObjectStore store;
    private final StoreConfig config;

    StoreReadiness(MinioObjectStore store, StoreConfig config) {
        this.store = store;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("object store")
                .withData("endpoint", config.endpoint().value())
                .withData("bucket", config.bucket().value());
        try {
            return response.status(store.bucketExists()).build();
        } catch (StoreUnavailableException | StoreRefusedException e) {
            return response.down()
                    .withData("error", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
