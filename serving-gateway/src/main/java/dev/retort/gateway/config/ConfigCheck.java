package dev.retort.gateway.config;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Says at the start, and not at the first request, which values of the configuration make no sense: all of them at once. */
@ApplicationScoped
class ConfigCheck {
    private final GatewayConfig config;
    private final FeedbackConfig feedback;

    ConfigCheck(GatewayConfig config, FeedbackConfig feedback) {
        this.config = config;
        this.feedback = feedback;
    }

    /** Before everything else that starts. */
    void start(@Observes @Priority(1) StartupEvent event) {
        List<String> faults = faults();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        requireOneAtLeast(faults, "workers", config.workers().orElse(1));
        requireOneAtLeast(faults, "threads", config.threads());
        requireOneAtLeast(faults, "worker-batch", config.workerBatch());
        requireOneAtLeast(faults, "queue", config.queue());
        requireOneAtLeast(faults, "kept-versions", config.keptVersions());
        requireOneAtLeast(faults, "shadow-queue", config.shadowQueue());
        requireOneAtLeast(faults, "greatest-batch", config.greatestBatch());
        requireOneAtLeast(faults, "greatest-image-pixels", config.greatestImagePixels());
        requireOneAtLeast(faults, "feedback.queue", feedback.queue());
        requireOneAtLeast(
                faults, "greatest-bodies-total", config.greatestBodiesTotal().asLongValue());
        requireOneAtLeast(
                faults, "shadow-queue-memory", config.shadowQueueMemory().asLongValue());
        requireOneAtLeast(
                faults, "feedback.queue-memory", feedback.queueMemory().asLongValue());
        requireSomeTime(faults, "batch-time", config.batchTime());
        requireSomeTime(faults, "deadline", config.deadline());
        requireSomeTime(faults, "body-patience", config.bodyPatience());
        requireSomeTime(faults, "load-retry-pause", config.loadRetryPause());
        if (config.warmUpInferences() < 0) {
            faults.add("retort.gateway.warm-up-inferences is %d: at least 0".formatted(config.warmUpInferences()));
        }
        if (!(feedback.share() >= 0 && feedback.share() <= 1)) {
            faults.add("retort.gateway.feedback.share is %s: a share is in [0, 1]".formatted(feedback.share()));
        }
        return faults;
    }

    private static void requireOneAtLeast(List<String> faults, String key, long value) {
        if (value < 1) {
            faults.add("retort.gateway.%s is %d: at least 1".formatted(key, value));
        }
    }

    private static void requireSomeTime(List<String> faults, String key, Duration value) {
        if (value.toMillis() < 1) {
            faults.add("retort.gateway.%s is %s: at least a millisecond".formatted(key, value));
        }
    }
}
