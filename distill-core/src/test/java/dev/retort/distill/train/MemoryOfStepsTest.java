package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.weights.Initialization;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Steps of a network so small that what they hold would be seen. {@code ./retort bench engine} tells it of whole ones. */
@EnabledOnOs(OS.LINUX)
class MemoryOfStepsTest {
    private static final int BATCH = 128;
    private static final int CLASSES = 10;
    private static final int STEPS = 300;
    /** The pixels of all steps are 112 MiB. */
    private static final long ALLOWED_GROWTH_BYTES = 40L << 20;

    private static final Network NETWORK = new Network(
            "tiny",
            ImageShape.CIFAR,
            CLASSES,
            List.of(
                    new Node("conv", new Layer.Convolution(3, 4, 3, 2, 1, false), List.of(Network.INPUT)),
                    new Node("bn", new Layer.BatchNorm(4), List.of("conv")),
                    new Node("pool", new Layer.GlobalAveragePool(), List.of("bn")),
                    new Node("head", new Layer.Linear(4, CLASSES, true), List.of("pool"))));

    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));

    @Test
    void holdNothingThatIsNativeOnceTheyAreDone() throws IOException {
        try (TrainableNetwork net = open()) {
            // As many before: by then the heap has grown to its size too.
            steps(net);
            long before = residentBytes();

            steps(net);

            assertThat(residentBytes() - before).isLessThan(ALLOWED_GROWTH_BYTES);
        }
    }

    private static TrainableNetwork open() {
        TrainingSettings settings = new TrainingSettings(
                Precision.FP32, 1, new OptimizerSpec.Sgd(0.1, 0.9, true, 5e-4), 0, new DistillationLoss(0.1, 0.9, 4));
        TrainingState fresh = TrainingState.fresh(NETWORK, Initialization.kaiming(NETWORK, 1));
        return TrainableNetwork.open(NETWORK, NORMALIZATION, settings, fresh);
    }

    /** What waits for the collector is resident as well, and in a large heap it waits long. */
    @Test
    void leaveNoBuffersToTheCollector() {
        try (TrainableNetwork net = open()) {
            steps(net);
            long before = directBytes();

            steps(net);

            assertThat(directBytes() - before).isLessThan(1 << 20);
        }
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static void steps(TrainableNetwork net) {
        TrainingBatch batch = batch();
        for (int step = 0; step < STEPS; step++) {
            net.step(batch, 0.01);
        }
    }

    private static TrainingBatch batch() {
        Random random = new Random(1);
        byte[] pixels = new byte[BATCH * NETWORK.input().size()];
        random.nextBytes(pixels);
        int[] labels = random.ints(BATCH, 0, CLASSES).toArray();
        return new TrainingBatch(pixels, labels, new short[BATCH * CLASSES]);
    }

    /** Once buffers that wait for the collector are given back. */
    private static long residentBytes() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
