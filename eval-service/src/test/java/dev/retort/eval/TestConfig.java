package dev.retort.eval;

import dev.retort.eval.config.EvaluationConfig;
import java.time.Duration;

/** The defaults, a smaller window, and no pause between tries. */
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
    public int driftWindow() {
        return 40;
    }

    @Override
    public int driftLeastAnswers() {
        return 20;
    }

    @Override
    public double driftStabilityIndex() {
        return 0.25;
    }

    @Override
    public double driftConfidenceP() {
        return 1e-6;
    }

    @Override
    public double driftAgreement() {
        return 0.5;
    }

    @Override
    public double driftClassAgreement() {
        return 0.2;
    }

    @Override
    public Duration retryAfter() {
        return Duration.ZERO;
    }
}
