package dev.retort.bench;

import dev.retort.contracts.Json;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.InvalidExperimentException;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.contracts.experiment.TeacherSpec;
import dev.retort.contracts.experiment.TrainingSpec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetLocations;
import dev.retort.distill.data.DatasetSources;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.score.Scorer;
import dev.retort.distill.train.LearningRates;
import dev.retort.distill.train.PrecisionSupport;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingBatch;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.train.ViewBatches;
import dev.retort.distill.weights.Initialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains an experiment's teacher as the teacher service does, without its checkpoints, and scores it on the test split. The
 * time is that from random weights to the last step; images are in memory before it, and scoring comes after it.
 */
@Command(name = "accuracy", description = "Times a training to its accuracy.", mixinStandardHelpOptions = true)
final class AccuracyBenchmark implements Callable<Integer> {
    private static final int AHEAD = 2;

    @Option(names = "--experiment", required = true, description = "Whose teacher is trained.")
    private @Nullable Path experiment;

    @Option(names = "--dataset", required = true, description = "As --dataset of ./retort up.")
    private @Nullable Path dataset;

    @Option(names = "--epochs", description = "Instead of the experiment's; the schedule is run over them.")
    private @Nullable Integer epochs;

    @Option(names = "--threads", description = "Of libtorch; all processors unless told.")
    private int threads = Runtime.getRuntime().availableProcessors();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AccuracyBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InvalidExperimentException, InterruptedException {
        Experiment read = ExperimentReader.read(Files.readString(required(experiment)), Networks.names());
        if (!(read.teacher() instanceof TeacherSpec.Catalogued teacher)) {
            System.err.println(experiment + " trains no teacher: it comes as a file");
            return 2;
        }
        Dataset images =
                DatasetSources.load(read.dataset(), new DatasetLocations(required(dataset)), LoadProgress.NONE);
        System.out.println(Json.MAPPER.writeValueAsString(train(read, teacher, images)));
        return 0;
    }

    private Map<String, Object> train(Experiment read, TeacherSpec.Catalogued teacher, Dataset images)
            throws InterruptedException {
        TrainingSpec training = teacher.training();
        Seeds seeds = new Seeds(read.seed());
        HeldOutSplit split =
                HeldOutSplit.of(images.train().size(), read.dataset().heldOutImages(), seeds.split());
        Network network = Networks.create(
                teacher.network(), images.train().shape(), images.classes().size());
        TrainingSettings settings = TrainingSettings.of(
                training, PrecisionSupport.resolve(read.precision()), threads, TrainingSettings.HARD_LABELS);
        ViewBatches batches = new ViewBatches(
                images, split.training(), training.augmentation(), seeds.teacherViews(), training.batchSize());
        int passes = epochs == null ? training.epochs() : epochs;
        long begun = System.nanoTime();
        TrainingState fresh = TrainingState.fresh(network, Initialization.of(network, seeds.teacherWeights(), images));
        try (TrainableNetwork net = TrainableNetwork.open(network, images.normalization(), settings, fresh);
                Prefetch<TrainingBatch> ahead = batches.from(0, AHEAD)) {
            double loss = steps(net, ahead, training, (long) passes * batches.perEpoch());
            double seconds = (System.nanoTime() - begun) / 1e9;
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("side", "retort");
            result.put("net", network.name());
            result.put("precision", settings.precision().name());
            result.put("threads", threads);
            result.put("trainImages", split.training().length);
            result.put("epochs", passes);
            result.put("lastLoss", loss);
            result.put("seconds", seconds);
            result.put("waitedForDataSeconds", ahead.waitedSeconds());
            result.put("testAccuracy", Scorer.score(net, images.test()).accuracy());
            result.put("residentMb", Resident.greatest());
            return result;
        }
    }

    private static double steps(
            TrainableNetwork net, Prefetch<TrainingBatch> ahead, TrainingSpec training, long totalSteps)
            throws InterruptedException {
        double loss = Double.NaN;
        for (long step = 0; step < totalSteps; step++) {
            double rate =
                    LearningRates.at(training.schedule(), training.optimizer().learningRate(), step, totalSteps);
            loss = net.step(ahead.take().orElseThrow(), rate).loss();
        }
        return loss;
    }

    private static Path required(@Nullable Path path) {
        return Objects.requireNonNull(path, "picocli has refused the command without it");
    }
}
