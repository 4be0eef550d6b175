package dev.retort.cli.run;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.Flip;
import dev.retort.contracts.experiment.InvalidExperimentException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** What a run says on the log, as tests tell it. */
final class RunEvents {
    static final String YAML = """
            name: story
            dataset: {source: drawn, trainImages: 320, testImages: 64, heldOutImages: 64}
            teacher: {network: resnet20, epochs: 2}
            transferSet: {views: 1}
            student: {network: resnet8, epochs: 2, checkpointEverySteps: 4}
            arms:
              - {name: distilled, loss: {hardLabelWeight: 0.1, softTargetWeight: 0.9, temperature: 4}}
              - {name: alone, loss: {hardLabelWeight: 1, softTargetWeight: 0}, promote: false}
            """;
    static final String RUN = "story-1";
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private RunEvents() {}

    static PhaseProgressed teacherAt(long done, long second) {
        Map<String, Double> metrics = Map.of("loss", 0.25, "accuracy", 0.91, "imagesPerSecond", 800.0);
        return new PhaseProgressed(
                RUN, Phase.TEACHER_TRAINING, "teacher", done, 100, metrics, NOON.plusSeconds(second));
    }

    /** Five batches a view, two epochs: ten steps. */
    static TransferSetOpened opened() {
        TransferSet set = new TransferSet(
                digest("set"),
                digest("images"),
                digest("teacher"),
                new Augmentation(Flip.RANDOM, 4, 0, 0),
                1,
                64,
                2,
                1,
                250,
                50,
                2,
                10);
        return new TransferSetOpened(RUN, set, NOON.plusSeconds(10));
    }

    static CheckpointPublished published(String arm, String checkpoint) {
        return new CheckpointPublished(RUN, Role.STUDENT, arm, 10, 10, true, digest(checkpoint), "runs/…/", NOON);
    }

    static EvaluationCompleted scored(String arm, String checkpoint) {
        EvaluationCompleted.Score score = new EvaluationCompleted.Score(64, 0.8, 0.6);
        return new EvaluationCompleted(
                RUN,
                Role.STUDENT,
                arm,
                10,
                true,
                digest(checkpoint),
                digest("model of " + checkpoint),
                "resnet8",
                true,
                score,
                score,
                78_000,
                12_000_000,
                320_000,
                NOON);
    }

    static ModelPromoted promoted(String checkpoint, long second) {
        return new ModelPromoted(
                "champion", digest("model of " + checkpoint), null, RUN, "distilled", "best", NOON.plusSeconds(second));
    }

    static Digest digest(String what) {
        return Digest.of(what.getBytes(StandardCharsets.UTF_8));
    }

    static Experiment experiment() {
        try {
            return ExperimentReader.read(YAML);
        } catch (InvalidExperimentException e) {
            throw new AssertionError(e);
        }
    }
}
