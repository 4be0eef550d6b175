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

    /** So many checkpoints of an arm may wait beside its last one; with more, all of them but the newest are skipped. */
    @WithDefault("8")
    int backlog();

    /** Held-out images that artefact and training form are both shown. */
    @WithDefault("32")
    int parityImages();

    /** Single images that the artefact is asked, one after the other, to time it. */
    @WithDefault("200")
    int timedInferences();

    /** How long to wait before trying again when store or broker stayed away. */
    @WithDefault("5s")
    Duration retryAfter();
}
