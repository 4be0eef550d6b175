package dev.retort.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.retort.contracts.Json;
import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetLocations;
import dev.retort.distill.data.DatasetSources;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.onnx.Int8Export;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.score.Metrics;
import dev.retort.distill.score.Predictions;
import dev.retort.distill.score.Scorer;
import dev.retort.distill.statistics.Agreement;
import dev.retort.distill.weights.Initialization;
import dev.retort.distill.weights.Safetensors;
import dev.retort.distill.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The int8 form beside the fp32 one: latency of one image and size, and where there are trained weights, accuracy. */
@Command(name = "quantisation", description = "Compares int8 with fp32.", mixinStandardHelpOptions = true)
final class QuantisationBenchmark implements Callable<Integer> {
    private static final int CALIBRATION_IMAGES = 512;
    private static final int WARM_UP = 50;

    @Option(names = "--net", split = ",", defaultValue = "resnet20,resnet18")
    private List<String> nets = List.of();

    @Option(names = "--weights", description = "Of the one net, as safetensors: then accuracy is measured as well.")
    private @Nullable Path weights;

    @Option(names = "--cifar", description = "Holds CIFAR-10, as --dataset of ./retort up; drawn images without it.")
    private @Nullable Path cifar;

    @Option(names = "--threads", defaultValue = "1", description = "That compute one image.")
    private int threads = 1;

    @Option(names = "--rounds", defaultValue = "5", description = "In which the two forms take turns.")
    private int rounds = 5;

    @Option(names = "--singles", defaultValue = "200", description = "Images a round, one after the other.")
    private int singles = 200;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new QuantisationBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Dataset dataset = dataset();
        for (String net : nets) {
            Network network = Networks.create(
                    net, dataset.train().shape(), dataset.classes().size());
            Weights its = weights == null
                    ? Initialization.kaiming(network, 1)
                    : Safetensors.decode(Files.readAllBytes(weights)).weights().of(network);
            byte[] fp32 = OnnxExport.export(network, its, dataset.normalization());
            int[] shown = IntStream.range(
                            0, Math.min(CALIBRATION_IMAGES, dataset.train().size()))
                    .toArray();
            byte[] int8 = Int8Export.export(network, its, dataset.normalization(), dataset.train(), shown, threads);
            measure(net, fp32, int8, dataset);
        }
        return 0;
    }

    private Dataset dataset() {
        DatasetSpec spec = cifar == null
                ? new DatasetSpec.Drawn(CALIBRATION_IMAGES, 1000, 1, 1)
                : new DatasetSpec.Cifar10(0, 0, 1);
        Path directory = cifar == null ? Path.of(".") : cifar;
        return DatasetSources.load(spec, new DatasetLocations(directory), LoadProgress.NONE);
    }

    private void measure(String net, byte[] fp32, byte[] int8, Dataset dataset) throws IOException {
        try (OnnxModel full = OnnxModel.open(fp32, threads);
                OnnxModel small = OnnxModel.open(int8, threads)) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("net", net);
            result.put("threads", threads);
            latencies(full, small, result);
            result.put("fp32Bytes", fp32.length);
            result.put("int8Bytes", int8.length);
            if (weights != null) {
                accuracies(full, small, dataset, result);
            }
            System.out.println(json(result));
        }
    }

    private void latencies(OnnxModel full, OnnxModel small, Map<String, Object> result) {
        double[] fp32 = new double[rounds];
        double[] int8 = new double[rounds];
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            fp32[round] = medianMilliseconds(full);
            int8[round] = medianMilliseconds(small);
            ratios[round] = fp32[round] / int8[round];
        }
        result.put("fp32Ms", median(fp32));
        result.put("int8Ms", median(int8));
        result.put("ratio", median(ratios));
        result.put("leastRatio", Arrays.stream(ratios).min().orElseThrow());
        result.put("greatestRatio", Arrays.stream(ratios).max().orElseThrow());
        result.put("n", rounds);
    }

    private double medianMilliseconds(OnnxModel model) {
        byte[] image = new byte[model.input().size()];
        double[] milliseconds = new double[singles];
        for (int i = -WARM_UP; i < singles; i++) {
            long begun = System.nanoTime();
            model.logits(image, 1);
            if (i >= 0) {
                milliseconds[i] = (System.nanoTime() - begun) / 1e6;
            }
        }
        return median(milliseconds);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void accuracies(OnnxModel full, OnnxModel small, Dataset dataset, Map<String, Object> result) {
        Predictions fp32 = Scorer.predict(full::logits, dataset.test());
        Predictions int8 = Scorer.predict(small::logits, dataset.test());
        double greatest = 0;
        for (int i = 0; i < fp32.images(); i++) {
            for (int c = 0; c < fp32.classes(); c++) {
                greatest = Math.max(greatest, Math.abs(fp32.logit(i, c) - int8.logit(i, c)));
            }
        }
        result.put("testImages", fp32.images());
        result.put("fp32Accuracy", Metrics.accuracy(fp32));
        result.put("int8Accuracy", Metrics.accuracy(int8));
        result.put("lostPoints", 100 * (Metrics.accuracy(fp32) - Metrics.accuracy(int8)));
        result.put("equalAnswers", Agreement.share(fp32.answers(), int8.answers()));
        result.put("greatestLogitDifference", greatest);
    }

    private static String json(Map<String, Object> result) throws JsonProcessingException {
        return Json.MAPPER.writeValueAsString(result);
    }
}
