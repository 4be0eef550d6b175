package dev.retort.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.retort.contracts.Json;
import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetLocations;
import dev.retort.distill.data.DatasetSources;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.score.Scorer;
import dev.retort.distill.weights.Initialization;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Scoring a test split as the evaluation service does it: from stored pixels to kept logits. */
@Command(name = "evaluation", description = "Times the scoring of images.", mixinStandardHelpOptions = true)
final class EvaluationBenchmark implements Callable<Integer> {
    private static final int WARM_UP = 256;

    @Option(names = "--net", defaultValue = "resnet18")
    private String net = "resnet18";

    @Option(names = "--artefact", required = true, description = "Written if it is not there, for the peer to read.")
    private @Nullable Path artefact;

    @Option(names = "--cifar", required = true, description = "Holds CIFAR-10, as --dataset of ./retort up.")
    private @Nullable Path cifar;

    @Option(names = "--images", defaultValue = "10000", description = "Of the test split.")
    private int images = 10_000;

    @Option(names = "--rounds", defaultValue = "1", description = "So often, a line each.")
    private int rounds = 1;

    @Option(names = "--threads", description = "That score; all processors unless told.")
    private int threads = Runtime.getRuntime().availableProcessors();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new EvaluationBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Dataset dataset = DatasetSources.load(
                new DatasetSpec.Cifar10(2, images, 1), new DatasetLocations(required(cifar)), LoadProgress.NONE);
        Path file = required(artefact);
        if (!Files.exists(file)) {
            Network network = Networks.create(
                    net, dataset.test().shape(), dataset.classes().size());
            Files.write(file, OnnxExport.export(network, Initialization.kaiming(network, 1), dataset.normalization()));
        }
        try (OnnxModel model = OnnxModel.open(file, threads)) {
            Scorer.predict(
                    model::logits,
                    dataset.test(),
                    IntStream.range(0, Math.min(WARM_UP, images)).toArray());
            for (int round = 0; round < rounds; round++) {
                System.out.println(Json.MAPPER.writeValueAsString(score(model, dataset.test())));
            }
        }
        return 0;
    }

    private Map<String, Object> score(OnnxModel model, ImageSet test) {
        long cpuBegun = cpuNanos();
        long begun = System.nanoTime();
        Scorer.predict(model::logits, test);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cpuSeconds = (cpuNanos() - cpuBegun) / 1e9;
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("side", "retort");
        result.put("net", net);
        result.put("threads", threads);
        result.put("images", test.size());
        result.put("seconds", seconds);
        result.put("imagesPerSecond", test.size() / seconds);
        result.put("cpuMillisecondsPerImage", 1e3 * cpuSeconds / test.size());
        return result;
    }

    /** Of all threads of the process: on a busy machine it says more than the clock does. */
    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static Path required(@Nullable Path path) {
        return Objects.requireNonNull(path, "picocli has refused the command without it");
    }
}
