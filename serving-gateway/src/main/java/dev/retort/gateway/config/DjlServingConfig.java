package dev.retort.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The DJL Serving process that computes, where {@code retort.gateway.backend} says so. It belongs to this gateway alone. */
@ConfigMapping(prefix = "retort.gateway.djl-serving")
public interface DjlServingConfig {
    /** Base URL of its inference interface. */
    @WithDefault("http://127.0.0.1:8085")
    URI address();

    /** Base URL of its management interface; the one of inference where absent. */
    Optional<URI> managementAddress();

    /** A directory that both processes see at the same path; versions are put there for DJL Serving to load. */
    Optional<Path> modelStore();

    /** Until loading a version is given up. */
    @WithDefault("60s")
    Duration registerPatience();

    /** Between two looks whether it still has its models. */
    @WithDefault("1s")
    Duration watchInterval();
}
