package dev.retort.kit.config;

import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.MinioObjectStore;
import dev.retort.kit.store.Patience;
import io.minio.Http;
import io.minio.MinioClient;
import io.minio.errors.MinioException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.OkHttpClient;

/** Makes the store's beans from configuration. */
@ApplicationScoped
class StoreProducer {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration TRANSFER = Duration.ofSeconds(30);

    @Produces
    @Singleton
    MinioObjectStore objectStore(StoreConfig config) {
        MinioClient.Builder builder = MinioClient.builder()
                .endpoint(config.endpoint().value())
                .credentials(config.accessKey(), config.secretKey())
                .region(config.region());
        config.trustedCertificates().ifPresent(certificates -> builder.httpClient(trusting(certificates)));
        MinioClient client = builder.build();
        // Its own are five minutes: longer than the patience of those who call.
        client.setTimeout(CONNECT.toMillis(), TRANSFER.toMillis(), TRANSFER.toMillis());
        return new MinioObjectStore(client, config.endpoint().value(), config.bucket(), Patience.TWO_MINUTES);
    }

    private static OkHttpClient trusting(Path certificates) {
        try {
            return Http.enableExternalCertificates(Http.newDefaultClient(), certificates.toString(), null);
        } catch (MinioException e) {
            throw new IllegalArgumentException(
                    "retort.store.trusted-certificates: %s holds no certificates in PEM that can be read (%s)"
                            .formatted(certificates, e.getMessage()),
                    e);
        }
    }

    @Produces
    @Singleton
    ArtefactStore artefactStore(MinioObjectStore store, ServiceConfig config) {
        return new ArtefactStore(
                store, config.cacheDirectory(), config.cacheSize().asLongValue());
    }
}
