package dev.retort.contracts.experiment;

import dev.retort.contracts.Digest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** From sections of YAML to the records, with the default of every key. docs/experiments.md says the same for people. */
final class SectionReader {
    private static final TextRule NAME =
            TextRule.matching("[a-z0-9][a-z0-9-]{0,39}", "1 to 40 of a-z, 0-9 and -, not beginning with -");
    private static final TextRule ARM = new TextRule(
            name -> NAME.accepts().test(name) && !name.equals("teacher") && !Arm.isCycle(name),
            NAME.description() + ", and not 'teacher' or 'cycle-' and digits");
    private static final Augmentation USUAL = new Augmentation(Flip.RANDOM, 4, 0, 0);
    private static final int GREATEST_SEEDS = 20;
    private static final int GREATEST_COUNT = 100_000_000;
    private static final int CIFAR10_TRAIN = 50_000;
    private static final TextRule BELOW = TextRule.matching(
            "(?!(.*[/\\\\])?\\.\\.([/\\\\].*)?$)[^/\\\\~].*", "a path below the dataset directory, without '..'");

    private final TextRule network;

    SectionReader(Set<String> networks) {
        this.network = networks.isEmpty()
                ? TextRule.matching("[a-z0-9-]+", "a name of a-z, 0-9 and -")
                : TextRule.oneOf(networks);
    }

    Experiment experiment(YamlSection document) {
        String name = document.text("name", null, NAME);
        long seed = document.integer("seed", 1L, 0, Long.MAX_VALUE);
        Precision precision = Precision.valueOf(oneOf(document, "precision", "auto", List.of("auto", "bf16", "fp32"))
                .toUpperCase(Locale.ROOT));
        DatasetSpec dataset = dataset(document);
        TransferSetSpec transferSet = transferSet(document);
        TeacherSpec teacher = teacher(document);
        StudentSpec student = student(document, transferSet.batchSize());
        if (teacher instanceof TeacherSpec.Outside && student.start() instanceof StudentStart.TeacherLayers) {
            document.problem(
                    "student", "start: teacher-layers needs a teacher of the catalogue: a file shows no layers");
        }
        List<Arm> arms = withSeeds(arms(document, student.training()), seeds(document, student.start()));
        return new Experiment(
                name,
                seed,
                precision,
                dataset,
                teacher,
                transferSet,
                student,
                arms,
                promotion(document),
                ContinuousReader.read(document, student.training()));
    }

    private static int seeds(YamlSection document, StudentStart start) {
        int seeds = document.count("seeds", 1, 1, GREATEST_SEEDS);
        if (seeds > 1 && !(start instanceof StudentStart.RandomWeights)) {
            document.problem(
                    "seeds",
                    "%d students that start with the same weights are one: needs start: random".formatted(seeds));
        }
        return seeds;
    }

    /** All arms with the first seed come before those with the second: the first comparison is there early. */
    private static List<Arm> withSeeds(List<Arm> arms, int seeds) {
        return IntStream.rangeClosed(1, seeds)
                .boxed()
                .flatMap(number -> arms.stream().map(arm -> arm.named(new Replica(arm.name(), number).name())))
                .toList();
    }

    private DatasetSpec dataset(YamlSection document) {
        try (YamlSection section = document.section("dataset")) {
            return switch (oneOf(section, "source", null, List.of("drawn", "cifar10", "folder"))) {
                case "cifar10" -> cifar10(section);
                case "folder" ->
                    new DatasetSpec.Folder(
                            section.text("path", null, BELOW),
                            section.count("size", 32, 8, 512),
                            section.count("heldOutImages", null, 1, GREATEST_COUNT));
                default -> drawn(section);
            };
        }
    }

    private static DatasetSpec cifar10(YamlSection section) {
        int trainImages = section.count("trainImages", 0, 0, CIFAR10_TRAIN);
        int testImages = section.count("testImages", 0, 0, 10_000);
        int heldOut = section.count("heldOutImages", 5000, 1, CIFAR10_TRAIN - 1);
        checkSplit(section, heldOut, trainImages == 0 ? CIFAR10_TRAIN : trainImages);
        return new DatasetSpec.Cifar10(trainImages, testImages, heldOut);
    }

    private static void checkSplit(YamlSection section, int heldOut, int trainImages) {
        if (heldOut >= trainImages) {
            section.problem("heldOutImages", "%d leaves none of %d images to train on".formatted(heldOut, trainImages));
        }
    }

    private static DatasetSpec drawn(YamlSection section) {
        int trainImages = section.count("trainImages", 4000, 2, 1_000_000);
        int heldOut = section.count("heldOutImages", Math.max(1, trainImages / 8), 1, 1_000_000);
        checkSplit(section, heldOut, trainImages);
        return new DatasetSpec.Drawn(
                trainImages,
                section.count("testImages", 1000, 1, 1_000_000),
                section.integer("seed", 1L, 0, Long.MAX_VALUE),
                heldOut);
    }

    private TeacherSpec teacher(YamlSection document) {
        try (YamlSection section = document.section("teacher")) {
            return section.has("file") ? OutsideTeacherReader.read(section) : catalogued(section);
        }
    }

    private TeacherSpec catalogued(YamlSection section) {
        String name = section.text("network", null, network);
        Digest version = version(section);
        // One that is there already is not trained: nobody need say for how long.
        Integer epochs = version == null ? null : 1;
        return new TeacherSpec.Catalogued(name, version, training(section, epochs, 128, USUAL));
    }

    private static @Nullable Digest version(YamlSection section) {
        return section.has("version")
                ? section.digest("version", "a model version's digest").orElse(null)
                : null;
    }

    private StudentSpec student(YamlSection document, int batchSize) {
        try (YamlSection section = document.section("student")) {
            String name = section.text("network", null, network);
            // A step takes one batch of the log, shown as the log says: neither is the student's to choose.
            TrainingSpec training = training(section, null, batchSize, Augmentation.NONE);
            if (section.has("batchSize") && training.batchSize() != batchSize) {
                section.problem(
                        "batchSize", "a step takes one batch of the log: transferSet.batchSize is " + batchSize);
            }
            if (section.has("augmentation")) {
                section.problem("augmentation", "a student sees the views of the log: set transferSet.augmentation");
            }
            return new StudentSpec(name, StartReader.read(section), training, ExportReader.read(section));
        }
    }

    private static TrainingSpec training(
            YamlSection section, @Nullable Integer epochs, int batchSize, Augmentation augmentation) {
        return new TrainingSpec(
                section.count("epochs", epochs, 1, 100_000),
                section.count("batchSize", batchSize, 1, 65_536),
                OptimizerReader.read(section),
                section.number("gradientClip", 0.0, Range.NOT_NEGATIVE),
                averageDecay(section),
                schedule(section),
                section.count("checkpointEverySteps", 0, 0, GREATEST_COUNT),
                section.number("labelSmoothing", 0.0, Range.SHARE_BELOW_ONE),
                augmentation(section, augmentation));
    }

    private static double averageDecay(YamlSection parent) {
        try (YamlSection section = parent.section("average")) {
            return section.number("decay", 0.0, Range.SHARE_BELOW_ONE);
        }
    }

    private static Schedule schedule(YamlSection parent) {
        try (YamlSection section = parent.section("schedule")) {
            return switch (oneOf(section, "kind", "oneCycle", List.of("oneCycle", "cosine", "step"))) {
                case "cosine" -> new Schedule.Cosine(section.number("warmup", 0.0, Range.SHARE_BELOW_ONE));
                case "step" ->
                    new Schedule.Step(
                            section.numbers("milestones", List.of(0.5, 0.75), Range.INSIDE_SHARE),
                            section.number("factor", 0.1, Range.INSIDE_SHARE));
                default -> new Schedule.OneCycle(section.number("warmup", 0.25, Range.SHARE_BELOW_ONE));
            };
        }
    }

    private static Augmentation augmentation(YamlSection parent, Augmentation standard) {
        try (YamlSection section = parent.section("augmentation")) {
            return new Augmentation(
                    flip(section, standard.flip()),
                    section.count("cropPadding", standard.cropPadding(), 0, 64),
                    section.count("cutout", standard.cutout(), 0, 512),
                    section.number("mixup", standard.mixup(), Range.NOT_NEGATIVE));
        }
    }

    private static Flip flip(YamlSection section, Flip standard) {
        Map<String, Flip> byForm = Arrays.stream(Flip.values())
                .collect(Collectors.toMap(flip -> flip.form().toString(), flip -> flip));
        String form = oneOf(section, "flip", standard.form().toString(), List.copyOf(byForm.keySet()));
        return Objects.requireNonNull(byForm.get(form));
    }

    private static TransferSetSpec transferSet(YamlSection document) {
        try (YamlSection section = document.section("transferSet")) {
            return new TransferSetSpec(
                    section.count("views", 4, 1, 100_000),
                    section.count("batchSize", 128, 1, 4096),
                    section.count("partitions", 1, 1, 1024),
                    augmentation(section, USUAL));
        }
    }

    private static List<Arm> arms(YamlSection document, TrainingSpec student) {
        List<Arm> arms = document.sections("arms").stream()
                .map(item -> arm(item, student))
                .toList();
        return arms.isEmpty() ? List.of(new Arm("distilled", LossReader.STANDARD, true)) : arms;
    }

    private static Arm arm(YamlSection item, TrainingSpec student) {
        try (YamlSection section = item) {
            String name = section.text("name", null, ARM);
            boolean promote = section.flag("promote", true);
            double smoothing = section.number("labelSmoothing", student.labelSmoothing(), Range.SHARE_BELOW_ONE);
            return new Arm(
                    name, LossReader.read(section), promote, smoothing == student.labelSmoothing() ? null : smoothing);
        }
    }

    private static PromotionPolicy promotion(YamlSection document) {
        try (YamlSection section = document.section("promotion")) {
            return PromotionReader.read(section);
        }
    }

    private static String oneOf(YamlSection section, String key, @Nullable String standard, List<String> values) {
        return section.oneOf(key, standard, values);
    }
}
