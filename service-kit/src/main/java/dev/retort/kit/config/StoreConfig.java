package dev.retort.kit.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the object store is. */
@ConfigMapping(prefix = "retort.store")
public interface StoreConfig {
    /** Base URL of an S3 store, such as {@code http://127.0.0.1:9000}. */
    @WithDefault("http://127.0.0.1:9000")
    String endpoint();

    /** Access key id. */
    String accessKey();

    /** Secret access key. */
    String secretKey();

    /** The one bucket that everything lies in; made where it is missing. */
    @WithDefault("retort")
    String bucket();

    /** Region that requests are signed for; MinIO takes any. */
    @WithDefault("us-east-1")
    String region();
}
