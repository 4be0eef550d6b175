package dev.retort.eval.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the evaluation service works. */
@ConfigMapping(prefix = "retort.eval")
public interface EvaluationConfig {
    /** Threads that score one artefact; more of them finish sooner and slow a trainer on the same machine. */
    @WithDefault("1")
    int threads();

    /** How long to wait before trying again when store or broker stayed away. */
    @WithDefault("5s")
    Duration retryAfter();
}
