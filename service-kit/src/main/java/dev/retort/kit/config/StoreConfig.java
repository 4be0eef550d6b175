package dev.retort.kit.config;

import dev.retort.kit.store.BucketName;
import dev.retort.kit.store.StoreEndpoint;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where the object store is. */
@ConfigMapping(prefix = "retort.store")
public interface StoreConfig {
    /** Base URL of an S3 store, such as {@code http://127.0.0.1:9000} or {@code https://s3.eu-central-1.amazonaws.com}. */
    @WithDefault("http://127.0.0.1:9000")
    @WithConverter(StoreEndpointConverter.class)
    StoreEndpoint endpoint();

    /** Access key id. */
    String accessKey();

    /** Secret access key. */
    String secretKey();

    /** The one bucket that everything lies in; made where it is missing. */
    @WithDefault("retort")
    @WithConverter(BucketNameConverter.class)
    BucketName bucket();

    /** Region that requests are signed for; MinIO takes any. */
    @WithDefault("us-east-1")
    String region();

    /** A file with certificates (PEM) to trust beside those that Java trusts, for a store whose authority is one's own. */
    Optional<Path> trustedCertificates();
}
