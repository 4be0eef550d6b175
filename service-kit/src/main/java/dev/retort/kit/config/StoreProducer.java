package dev.retort.kit.config;

import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.MinioObjectStore;
import dev.retort.kit.store.Patience;
import io.minio.MinioClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes the store's beans from configuration. */
@ApplicationScoped
class StoreProducer {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration TRANSFER = Duration.ofSeconds(30);

    @Produces
    @Singleton
    MinioObjectStore objectStore(StoreConfig config) {
        MinioClient client = MinioClient.builder()
                .endpoint(config.endpoint())
                .credentials(config.accessKey(), config.secretKey())
                .region(config.region())
                .build();
        // Its own are five minutes: longer than the patience of those who call.
        client.setTimeout(CONNECT.toMillis(), TRANSFER.toMillis(), TRANSFER.toMillis());
        return new MinioObjectStore(client, config.endpoint(), config.bucket(), Patience.TWO_MINUTES);
    }

    @Produces
    @Singleton
    ArtefactStore artefactStore(MinioObjectStore store, ServiceConfig config) {
        return new ArtefactStore(
                store, config.cacheDirectory(), config.cacheSize().asLongValue());
    }
}
