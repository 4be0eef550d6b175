package dev.retort.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How models are served on this machine. */
@ConfigMapping(prefix = "retort.gateway")
public interface GatewayConfig {
    /** Threads that one inference computes on; requests run beside each other. */
    @WithDefault("1")
    int threads();

    /** Inferences on a new version before it answers requests. */
    @WithDefault("20")
    int warmUpInferences();

    /** Until a version is tried again that could not be loaded because the store or the disk failed. */
    @WithDefault("5S")
    Duration loadRetryPause();

    /** Images that one inference request may hold. */
    @WithDefault("256")
    int greatestBatch();

    /** Pixels, width × height, that an image may have before it is resized; decoding takes 4 bytes for each. */
    @WithDefault("50000000")
    long greatestImagePixels();
}
