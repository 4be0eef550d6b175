package dev.retort.trainer.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How students are trained on this machine. */
@ConfigMapping(prefix = "retort.trainer")
public interface TrainerConfig {
    /** Threads of libtorch within one operator; 0 takes all processors. Another count gives other bits. */
    @WithDefault("0")
    int threads();

    /** Batches prepared ahead of the step that needs them. */
    @WithDefault("8")
    int prefetchBatches();

    /** Batches that may wait for an earlier one: with more, only the partition of that one is read on. */
    @WithDefault("1024")
    int lookAheadBatches();

    /**
     * How many of the newest checkpoints of an arm, or of a teacher, are kept whatever came of them; 0 keeps all for ever.
     * Never deleted is what may be served and what ever was.
     */
    @WithDefault("3")
    int keepCheckpoints();
}
