package dev.retort.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.retort.contracts.Json;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.InvalidExperimentException;
import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.train.FrozenNetwork;
import dev.retort.distill.train.PrecisionSupport;
import dev.retort.distill.train.ThisMachine;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingBatch;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.weights.Initialization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One step of a student, or one labelled batch of a teacher, as the services take them; data in memory. */
@Command(name = "engine", description = "Times the training engine.", mixinStandardHelpOptions = true)
final class EngineBenchmark implements Callable<Integer> {
    private static final int CLASSES = 10;
    private static final ImageShape IMAGES = new ImageShape(3, 32, 32);
    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));

    /** Small enough that a network which learns noise stays finite over any number of steps. */
    private static final double RATE = 0.01;

    /** What is timed. */
    enum Work {
        STEP,
        LABEL
    }

    @Option(names = "--work", defaultValue = "STEP", description = "${COMPLETION-CANDIDATES}")
    private Work work = Work.STEP;

    @Option(names = "--net", defaultValue = "resnet20")
    private String net = "resnet20";

    @Option(names = "--batch", defaultValue = "128")
    private int batchSize = 128;

    @Option(names = "--steps", defaultValue = "20", description = "Timed ones, after --warm-up others.")
    private int steps = 20;

    @Option(names = "--warm-up", defaultValue = "5")
    private int warmUp = 5;

    @Option(names = "--precision", defaultValue = "AUTO", description = "${COMPLETION-CANDIDATES}")
    private Precision precision = Precision.AUTO;

    @Option(names = "--threads", description = "Of libtorch; all processors unless told.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--views",
            description =
                    "Steps take views that are rendered beside them, as a student's do; one batch again and again unless told.")
    private boolean views;

    private long residentAfterWarmUp;
    private long residentAtEnd;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new EngineBenchmark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws InvalidExperimentException, JsonProcessingException {
        Network network = Networks.create(net, IMAGES, CLASSES);
        Precision resolved = PrecisionSupport.resolve(precision);
        double[] seconds = work == Work.STEP ? steps(network, resolved) : labels(network, resolved);
        System.out.println(Json.MAPPER.writeValueAsString(result(seconds, resolved)));
        return 0;
    }

    private double[] steps(Network network, Precision resolved) throws InvalidExperimentException {
        Experiment defaults = ExperimentReader.read("""
                name: bench
                dataset: {source: drawn}
                teacher: {network: resnet20, epochs: 1}
                student: {network: resnet20, epochs: 1}
                arms: [{name: distilled}]
                """);
        TrainingSettings settings = new TrainingSettings(
                resolved,
                threads,
                defaults.student().training().optimizer(),
                0,
                defaults.arms().getFirst().loss());
        TrainingState state = TrainingState.fresh(network, Initialization.kaiming(network, 1));
        try (TrainableNetwork trainable = TrainableNetwork.open(network, NORMALIZATION, settings, state)) {
            return views ? stepsOnViews(trainable) : stepsOnOneBatch(trainable);
        }
    }

    private double[] stepsOnViews(TrainableNetwork trainable) {
        try (MemoryBatches batches = new MemoryBatches(IMAGES, CLASSES, NORMALIZATION, batchSize)) {
            return time(() -> trainable.step(batches.next(), RATE));
        }
    }

    private double[] stepsOnOneBatch(TrainableNetwork trainable) {
        TrainingBatch batch = batch();
        return time(() -> trainable.step(batch, RATE));
    }

    private double[] labels(Network network, Precision resolved) {
        byte[] pixels = pixels();
        try (FrozenNetwork frozen =
                FrozenNetwork.open(network, Initialization.kaiming(network, 1), NORMALIZATION, resolved, threads)) {
            return time(() -> frozen.logits(pixels, batchSize));
        }
    }

    private double[] time(Runnable call) {
        for (int i = 0; i < warmUp; i++) {
            call.run();
        }
        residentAfterWarmUp = Resident.now();
        double[] seconds = new double[steps];
        for (int i = 0; i < steps; i++) {
            long start = System.nanoTime();
            call.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        residentAtEnd = Resident.now();
        Arrays.sort(seconds);
        return seconds;
    }

    private TrainingBatch batch() {
        Random random = new Random(1);
        int[] labels = random.ints(batchSize, 0, CLASSES).toArray();
        short[] logits = new short[batchSize * CLASSES];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Float.floatToFloat16((float) (3 * random.nextGaussian()));
        }
        return new TrainingBatch(pixels(), labels, logits);
    }

    private byte[] pixels() {
        byte[] pixels = new byte[batchSize * IMAGES.size()];
        new Random(2).nextBytes(pixels);
        return pixels;
    }

    /** @param seconds sorted */
    private Map<String, Object> result(double[] seconds, Precision resolved) {
        double median = seconds[seconds.length / 2];
        double mean = Arrays.stream(seconds).average().orElseThrow();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("side", "retort");
        result.put("on", ThisMachine.describe().processor());
        result.put("work", work.name().toLowerCase(Locale.ROOT));
        result.put("net", net);
        result.put("batch", batchSize);
        result.put("views", views);
        result.put("precision", resolved.name());
        result.put("threads", threads);
        result.put("n", seconds.length);
        result.put("medianMs", 1e3 * median);
        result.put("meanMs", 1e3 * mean);
        result.put("leastMs", 1e3 * seconds[0]);
        result.put("greatestMs", 1e3 * seconds[seconds.length - 1]);
        result.put("imagesPerSecond", batchSize / median);
        result.put("meanImagesPerSecond", batchSize / mean);
        result.put("residentAfterWarmUpMb", residentAfterWarmUp);
        result.put("residentAtEndMb", residentAtEnd);
        result.put("residentMb", Resident.greatest());
        return result;
    }
}
