package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.Evidence;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.Normalization;
import dev.retort.eval.PublishedCheckpoints;
import dev.retort.eval.RandomImages;
import dev.retort.eval.RelabelledImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a form carries with it, and how it meets the other one. */
class EvaluatedFormsTest extends EvaluatedRuns {
    /** As of a folder of images. Of the first held-out ones all would be of one class. */
    @Test
    void takesGoldenImagesOfSeveralClassesThoughTheDatasetIsSortedByClass() throws Exception {
        ImageSet sorted = new RelabelledImages(new RandomImages(90, 1), index -> index / 30);
        Dataset images = new Dataset(
                "sorted",
                List.of("a", "b", "c"),
                new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
                sorted,
                new RandomImages(30, 1000));
        Path folder = Files.createDirectory(directory.resolve("sorted"));
        PublishedCheckpoints checkpoints =
                PublishedCheckpoints.of(artefacts("publisher"), folder, RUN, EXPERIMENT, images);
        try (World world = new World(artefacts("cache"))) {
            run(world, checkpoints);
            read(world, checkpoints.publish("distilled", 1, 1));
            world.start();
            awaitDecisions(world, FORMS);

            Digest version = world.evaluations().getFirst().modelVersion();
            byte[] golden = store.get(ObjectKeys.model(version) + ModelManifest.GOLDEN_IMAGES);
            assertThat(labels(sorted, golden)).containsExactlyInAnyOrder(0, 1, 2);
        }
    }

    private static Set<Integer> labels(ImageSet images, byte[] pixels) {
        int size = images.shape().size();
        Set<Integer> labels = new HashSet<>();
        byte[] image = new byte[size];
        for (int index = 0; index < images.size(); index++) {
            images.copyPixels(index, image, 0);
            for (int at = 0; at < pixels.length; at += size) {
                if (Arrays.equals(image, Arrays.copyOfRange(pixels, at, at + size))) {
                    labels.add(images.label(index));
                }
            }
        }
        return labels;
    }

    /** Two forms of one checkpoint: the second is not worse, smaller, and timed beside the first. */
    @Test
    void promotesASmallerFormThatIsNotWorseHavingTimedItBesideTheChampion() throws Exception {
        PublishedCheckpoints checkpoints = dataset(0);
        String experiment = EXPERIMENT.replace(
                "{level: 0.4, maximumInt8LogitDifference: 0.000001}",
                "{rule: not-worse, level: 0.4, marginPoints: 30, maximumInt8LogitDifference: 10, minimumInt8EqualAnswers: 0}");
        String run = ExperimentReader.runId(ExperimentReader.read(experiment));
        PublishedCheckpoints own = new PublishedCheckpoints(
                checkpoints.artefacts(),
                checkpoints.directory(),
                run,
                experiment,
                checkpoints.images(),
                checkpoints.dataset());
        try (World world = new World(artefacts("cache"))) {
            read(world, new StartRun(run, experiment, "test", Instant.now()));
            read(world, new TeacherTrained(run, own.dataset(), digest("teacher"), "resnet20", Instant.now()));
            read(world, own.publish("distilled", 1, 1));
            world.start();
            awaitDecisions(world, FORMS);

            PromotionDecided decided = world.decisions().getLast();
            Evidence evidence = Objects.requireNonNull(decided.inputs()).evidenceOrNone();
            assertThat(decided.verdict()).isEqualTo(Verdict.PROMOTED);
            assertThat(decided.reasons())
                    .anySatisfy(reason -> assertThat(reason).startsWith("smaller"));
            assertThat(evidence.commonImages()).isEqualTo(60L);
            assertThat(Objects.requireNonNull(evidence.times()).candidateMilliseconds())
                    .isPositive();
            assertThat(Objects.requireNonNull(evidence.calibration()).p()).isBetween(0.0, 1.0);
        }
    }
}
