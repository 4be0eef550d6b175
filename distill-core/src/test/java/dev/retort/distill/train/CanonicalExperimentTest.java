package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.experiment.TeacherSpec;
import dev.retort.contracts.experiment.TrainingSpec;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.testing.SmallNetworks;
import dev.retort.distill.weights.Initialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The first steps of {@code experiments/cifar10-resnet50-resnet18.yaml}, which is meant for a GPU. */
class CanonicalExperimentTest {
    private static final int CLASSES = 10;
    private static final int IMAGES = 4;
    private static final int THREADS = 1;

    private final Random random = new Random(3);

    @Test
    void trainsItsTeacherLabelsWithItAndTeachesItsStudent() throws Exception {
        Experiment experiment =
                ExperimentReader.read(Files.readString(Path.of("../experiments/cifar10-resnet50-resnet18.yaml")));
        TeacherSpec.Catalogued teacher = (TeacherSpec.Catalogued) experiment.teacher();
        Network resnet50 = Networks.create(teacher.network(), ImageShape.CIFAR, CLASSES);
        Network resnet18 = Networks.create(experiment.student().network(), ImageShape.CIFAR, CLASSES);

        TrainingState trained = steps(resnet50, teacher.training(), TrainingSettings.HARD_LABELS, null);
        short[] logits = label(resnet50, trained);
        TrainingState taught = steps(
                resnet18,
                experiment.student().training(),
                experiment.arms().getFirst().loss(),
                logits);

        assertThat(resnet50.parameterCount()).isEqualTo(23_520_842);
        assertThat(resnet18.parameterCount()).isEqualTo(11_173_962);
        assertThat(trained).isNotEqualTo(fresh(resnet50));
        assertThat(taught).isNotEqualTo(fresh(resnet18));
    }

    private TrainingState steps(
            Network network, TrainingSpec training, DistillationLoss loss, short @Nullable [] teacherLogits) {
        TrainingSettings settings = TrainingSettings.of(training, Precision.FP32, THREADS, loss);
        try (TrainableNetwork net =
                TrainableNetwork.open(network, SmallNetworks.NORMALIZATION, settings, fresh(network))) {
            for (int step = 0; step < 2; step++) {
                double rate = LearningRates.at(
                        training.schedule(), training.optimizer().learningRate(), step, 70_000);
                assertThat(net.step(new TrainingBatch(pixels(), labels(), teacherLogits), rate)
                                .loss())
                        .isFinite()
                        .isPositive();
            }
            return net.state();
        }
    }

    private short[] label(Network teacher, TrainingState trained) {
        float[] logits;
        try (FrozenNetwork frozen = FrozenNetwork.open(
                teacher, trained.toWeights(teacher), SmallNetworks.NORMALIZATION, Precision.FP32, THREADS)) {
            logits = frozen.logits(pixels(), IMAGES);
        }
        assertThat(logits).hasSize(IMAGES * CLASSES);
        short[] half = new short[logits.length];
        for (int i = 0; i < half.length; i++) {
            half[i] = Float.floatToFloat16(logits[i]);
            assertThat(Float.float16ToFloat(half[i])).isFinite();
        }
        return half;
    }

    private static TrainingState fresh(Network network) {
        return TrainingState.fresh(network, Initialization.kaiming(network, 1));
    }

    private byte[] pixels() {
        byte[] pixels = new byte[IMAGES * ImageShape.CIFAR.size()];
        random.nextBytes(pixels);
        return pixels;
    }

    private int[] labels() {
        return random.ints(IMAGES, 0, CLASSES).toArray();
    }
}
