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

    /** Held-out images, drawn at random, that artefact and training form are both shown. */
    @WithDefault("512")
    int parityImages();

    /** Single images that the artefact is asked, one after the other, in each of five rounds, to time it. */
    @WithDefault("100")
    int timedInferences();

    /** Last answers of the champion to new images that are compared with its answers to held-out ones. */
    @WithDefault("500")
    int driftWindow();

    /** So many of them are needed before anything is compared. */
    @WithDefault("200")
    int driftLeastAnswers();

    /** Population stability index of the answered classes, in nats, above which it is a drift. */
    @WithDefault("0.25")
    double driftStabilityIndex();

    /** Chance of such confidences without a drift (Kolmogorov and Smirnov), below which it is one; asked every second. */
    @WithDefault("1e-6")
    double driftConfidenceP();

    /** Share of new images on which champion and teacher say the same, below which it is a drift. */
    @WithDefault("0.5")
    double driftAgreement();

    /** The same of one class, the teacher's, of which there are thirty images or more. */
    @WithDefault("0.2")
    double driftClassAgreement();

    /** How long to wait before trying again when store or broker stayed away. */
    @WithDefault("5s")
    Duration retryAfter();
}
