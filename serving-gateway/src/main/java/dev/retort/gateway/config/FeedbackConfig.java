package dev.retort.gateway.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What of the traffic becomes samples for the continuous training. */
@ConfigMapping(prefix = "retort.gateway.feedback")
public interface FeedbackConfig {
    /** Share of the requests whose images go to the log, in [0, 1]; 0 is none. */
    @WithDefault("0")
    double share();

    /** Images that may wait for the log; more are dropped and counted. */
    @WithDefault("256")
    int queue();

    /** That the copies of these images may take. */
    @WithDefault("64M")
    MemorySize queueMemory();
}
