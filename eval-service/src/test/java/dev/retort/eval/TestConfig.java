package dev.retort.eval;

import dev.retort.eval.config.EvaluationConfig;
import java.time.Duration;

/** The defaults, and no pause between tries. */
public record TestConfig() implements EvaluationConfig {
    @Override
    public int threads() {
        return 1;
    }

    @Override
    public int backlog() {
        return 8;
    }

    @Override
    public int parityImages() {
        return 8;
    }

    @Override
    public int timedInferences() {
        return 50;
    }

    @Override
    public Duration retryAfter() {
        return Duration.ZERO;
    }
}
