package dev.retort.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How models are served on this machine. */
@ConfigMapping(prefix = "retort.gateway")
public interface GatewayConfig {
    /** Threads that one inference computes on; requests run beside each other. */
    @WithDefault("1")
    int threads();

    /** Inferences on a new version before it answers requests. */
    @WithDefault("20")
    int warmUpInferences();

    /** Images that one inference request may hold. */
    @WithDefault("256")
    int greatestBatch();
}
