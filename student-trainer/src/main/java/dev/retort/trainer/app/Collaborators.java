package dev.retort.trainer.app;

import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.dataset.DatasetStore;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.Runs;
import dev.retort.trainer.config.TrainerConfig;
import dev.retort.trainer.messaging.SoftTargets;
import io.micrometer.core.instrument.MeterRegistry;

/** What the training of a student needs of the service. */
record Collaborators(
        SoftTargets log,
        DatasetStore datasets,
        Checkpoints checkpoints,
        StartingWeights startingWeights,
        EventPublisher publisher,
        Runs runs,
        MeterRegistry metrics,
        TrainerConfig config,
        String codeVersion) {
    int threads() {
        return config.threads() > 0 ? config.threads() : Runtime.getRuntime().availableProcessors();
    }
}
