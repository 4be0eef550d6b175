package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.Evidence;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.InvalidExperimentException;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import dev.retort.eval.MemoryStore;
import dev.retort.eval.PublishedCheckpoints;
import dev.retort.eval.RandomImages;
import dev.retort.kit.store.ArtefactStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real artefacts, scored and decided on. The level is so loose that chance promotes; no int8 form is within its bound. */
class EvaluationHistoryTest {
    private static final String EXPERIMENT = """
            name: history
            seed: 5
            dataset: {source: drawn, trainImages: 90, testImages: 30, heldOutImages: 60}
            teacher: {network: resnet20, epochs: 1}
            student:
              network: resnet8
              epochs: 1
              export: {precisions: [fp32, int8], calibrationImages: 8}
            promotion: {level: 0.4, maximumInt8LogitDifference: 0.000001}
            """;
    private static final String RUN = run();
    private static final int FORMS = 2;
    /** Of the weights: the first answers worse than the others. */
    private static final long[] SEEDS = {3, 1, 2, 4};

    @TempDir
    Path directory;

    private MemoryStore store = new MemoryStore();
    private final List<Event> log = new ArrayList<>();

    private record Relabelled(ImageSet images, int shift) implements ImageSet {
        @Override
        public ImageShape shape() {
            return images.shape();
        }

        @Override
        public int size() {
            return images.size();
        }

        @Override
        public int label(int index) {
            return (images.label(index) + shift) % 3;
        }

        @Override
        public void copyPixels(int index, byte[] target, int offset) {
            images.copyPixels(index, target, offset);
        }
    }

    private record SortedByClass(ImageSet images) implements ImageSet {
        @Override
        public ImageShape shape() {
            return images.shape();
        }

        @Override
        public int size() {
            return images.size();
        }

        @Override
        public int label(int index) {
            return index / 30;
        }

        @Override
        public void copyPixels(int index, byte[] target, int offset) {
            images.copyPixels(index, target, offset);
        }
    }

    private static String run() {
        try {
            return ExperimentReader.runId(ExperimentReader.read(EXPERIMENT));
        } catch (InvalidExperimentException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void emptyStore() {
        store = new MemoryStore();
    }

    private ArtefactStore artefacts(String cache) {
        return new ArtefactStore(store, directory.resolve(cache));
    }

    private PublishedCheckpoints dataset(int labelShift) throws Exception {
        Dataset images = new Dataset(
                "noise",
                List.of("a", "b", "c"),
                new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
                new RandomImages(90, 1),
                new Relabelled(new RandomImages(30, 1000), labelShift));
        Path folder = Files.createDirectory(directory.resolve("dataset" + labelShift));
        return PublishedCheckpoints.of(artefacts("publisher"), folder, RUN, EXPERIMENT, images);
    }

    private void run(World world, PublishedCheckpoints checkpoints) {
        read(world, new StartRun(RUN, EXPERIMENT, "test", Instant.now()));
        read(world, new TeacherTrained(RUN, checkpoints.dataset(), digest("teacher"), "resnet20", Instant.now()));
    }

    private void read(World world, Event event) {
        log.add(event);
        world.read(event);
    }

    private static void awaitDecisions(World world, int count) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(world.decisions()).hasSize(count));
    }

    /** All that a decision says but names and times, which hang on the dataset's digest and on the clock. */
    private static List<Object> essence(PromotionDecided decision) {
        return List.of(
                decision.verdict(),
                decision.reasons(),
                String.valueOf(decision.test()),
                Objects.requireNonNull(decision.inputs()).attempt(),
                String.valueOf(decision.inputs().table()));
    }

    private List<PromotionDecided> decisionsWithTestLabels(int shift, List<Double> testLikelihoods) throws Exception {
        PublishedCheckpoints checkpoints = dataset(shift);
        try (World world = new World(artefacts("cache" + shift))) {
            run(world, checkpoints);
            for (int i = 0; i < SEEDS.length; i++) {
                read(world, checkpoints.publish("distilled", SEEDS[i], i + 1));
            }
            world.start();
            awaitDecisions(world, SEEDS.length * FORMS);
            world.evaluations()
                    .forEach(evaluation -> testLikelihoods.add(evaluation.test().negativeLogLikelihood()));
            return world.decisions();
        }
    }

    @Test
    void changesNoDecisionWhenTheTestLabelsAreOthers() throws Exception {
        List<Double> honest = new ArrayList<>();
        List<Double> changed = new ArrayList<>();
        List<PromotionDecided> decisions = decisionsWithTestLabels(0, honest);
        List<PromotionDecided> others = decisionsWithTestLabels(1, changed);

        assertThat(others.stream().map(EvaluationHistoryTest::essence))
                .containsExactlyElementsOf(
                        decisions.stream().map(EvaluationHistoryTest::essence).toList());
        assertThat(changed).as("the labels do matter to the report").isNotEqualTo(honest);
        assertThat(decisions)
                .as("the decisions are not all the same")
                .extracting(PromotionDecided::verdict)
                .contains(Verdict.PROMOTED, Verdict.INCONCLUSIVE, Verdict.REJECTED);
    }

    @Test
    void rebuildsAllFromTheLogWithAnEmptyDiskAndScoresNothingTwice() throws Exception {
        PublishedCheckpoints checkpoints = dataset(0);
        try (World before = new World(artefacts("cache"));
                World after = new World(artefacts("empty"))) {
            run(before, checkpoints);
            for (int seed = 1; seed <= 2; seed++) {
                read(before, checkpoints.publish("distilled", seed, seed));
            }
            before.start();
            awaitDecisions(before, 2 * FORMS);
            log.addAll(before.said);

            // Topics are read side by side: one after the other is a way in which that can happen.
            log.sort(Comparator.comparing(Event::topic, Comparator.reverseOrder()));
            log.forEach(after::read);
            assertThat(after.standings.all()).containsExactlyElementsOf(before.standings.all());
            assertThat(after.standings.champion(PromotionEvent.CHAMPION))
                    .isEqualTo(before.standings.champion(PromotionEvent.CHAMPION))
                    .isPresent();

            after.start();
            CheckpointPublished next = checkpoints.publish("distilled", 3, 3);
            after.read(next);
            awaitDecisions(after, FORMS);
            assertThat(after.evaluations())
                    .extracting(EvaluationCompleted::checkpoint)
                    .containsExactly(next.checkpoint(), next.checkpoint());
        }
    }

    @Test
    void skipsToTheNewestAndScoresTheLastWhenCheckpointsComeFasterThanItScores() throws Exception {
        PublishedCheckpoints checkpoints = dataset(0);
        try (World world = new World(artefacts("cache"))) {
            run(world, checkpoints);
            List<Long> steps = new ArrayList<>();
            for (long step = 1; step <= 10; step++) {
                read(world, checkpoints.publish("distilled", step, step));
                steps.add(step);
            }
            read(world, checkpoints.publish("distilled", 11, PublishedCheckpoints.TOTAL_STEPS));
            world.start();
            awaitDecisions(world, 2 * FORMS);

            assertThat(world.skipped())
                    .extracting(CheckpointSkipped::step)
                    .containsExactlyElementsOf(steps.subList(0, 9));
            assertThat(world.evaluations())
                    .extracting(EvaluationCompleted::step)
                    .containsExactly(PublishedCheckpoints.TOTAL_STEPS, PublishedCheckpoints.TOTAL_STEPS, 10L, 10L);
        }
    }

    /** As of a folder of images. Of the first held-out ones all would be of one class. */
    @Test
    void takesGoldenImagesOfSeveralClassesThoughTheDatasetIsSortedByClass() throws Exception {
        ImageSet sorted = new SortedByClass(new RandomImages(90, 1));
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

    @Test
    void refusesACheckpointOfAnotherDatasetThanItsRunsAndScoresTheNext() throws Exception {
        PublishedCheckpoints checkpoints = dataset(0);
        try (World world = new World(artefacts("cache"))) {
            run(world, checkpoints);
            CheckpointPublished other = dataset(1).publish("distilled", 1, 1);
            read(world, other);
            read(world, checkpoints.publish("distilled", 1, 2));
            world.start();
            awaitDecisions(world, FORMS);

            assertThat(world.refused).containsExactly(other);
            assertThat(world.skipped())
                    .singleElement()
                    .satisfies(skipped -> assertThat(skipped.reason()).contains("trained on dataset"));
        }
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

    @Test
    void saysThatNobodyNeedWaitForACheckpointThatCannotBeRead() throws Exception {
        PublishedCheckpoints checkpoints = dataset(0);
        try (World world = new World(artefacts("cache"))) {
            run(world, checkpoints);
            CheckpointPublished real = checkpoints.publish("distilled", 1, 1);
            CheckpointPublished gone = new CheckpointPublished(
                    RUN,
                    real.role(),
                    real.arm(),
                    2,
                    real.totalSteps(),
                    false,
                    digest("gone"),
                    real.objectPrefix() + "gone/",
                    Instant.now());
            read(world, gone);
            read(world, real);
            world.start();
            awaitDecisions(world, FORMS);

            assertThat(world.refused).containsExactly(gone);
            assertThat(world.skipped()).singleElement().satisfies(skipped -> {
                assertThat(skipped.checkpoint()).isEqualTo(gone.checkpoint());
                assertThat(skipped.reason()).startsWith("it cannot be scored: ");
            });
        }
    }
}
