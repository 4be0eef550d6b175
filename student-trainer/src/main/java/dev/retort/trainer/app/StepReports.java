package dev.retort.trainer.app;

import dev.retort.contracts.event.Phase;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.kit.checkpoint.CheckpointWriter;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.ProgressReporter;
import dev.retort.kit.run.TrainingGauges;
import java.util.HashMap;
import java.util.Map;

/** What one training tells of its steps: gauges after each, and about once a second an event. Confined to one thread. */
final class StepReports {
    private final StudentSource.Batches batches;
    private final TrainingGauges gauges;
    private final CheckpointWriter writer;
    private final ProgressReporter progress;
    private final boolean allLabelled;
    private final long begun = System.nanoTime();

    /** @param firstStep steps that are done */
    StepReports(
            StudentSource source,
            TrainingSettings settings,
            StudentSource.Batches batches,
            TrainingGauges gauges,
            CheckpointWriter writer,
            long firstStep,
            EventPublisher publisher) {
        this.batches = batches;
        this.gauges = gauges;
        this.writer = writer;
        this.allLabelled = !settings.loss().missingLabels();
        this.progress = new ProgressReporter(
                publisher,
                source.run().run(),
                Phase.STUDENT_TRAINING,
                source.armName(),
                firstStep,
                source.totalSteps());
    }

    void report(StepLoop.Done step) {
        double loss = step.result().loss();
        double waited = batches.ahead().waitedSeconds();
        gauges.step(step.steps(), step.images(), loss, waited);
        Map<String, Double> metrics = new HashMap<>(batches.facts());
        metrics.put("loss", loss);
        metrics.put("learningRate", step.learningRate());
        metrics.put("dataWaitShare", waited / ((System.nanoTime() - begun) / 1e9));
        metrics.put("checkpointShare", gauges.checkpoints(writer.spentSeconds()));
        if (allLabelled) {
            metrics.put("accuracy", (double) step.result().correct() / step.images());
        }
        progress.report(step.steps(), step.images(), metrics);
    }
}
