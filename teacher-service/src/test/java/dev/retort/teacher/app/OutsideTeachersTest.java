package dev.retort.teacher.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.Preprocessing;
import dev.retort.contracts.experiment.Preprocessing.Channels;
import dev.retort.contracts.experiment.Preprocessing.Size;
import dev.retort.contracts.experiment.TeacherSpec;
import dev.retort.distill.data.ChannelStatistics;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.MemoryImages;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.outside.OutsideModel;
import dev.retort.distill.torchscript.TorchArchive;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.testing.MemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A TorchScript's way through the store; TeacherServiceIT takes an ONNX the whole way to the log. */
class OutsideTeachersTest {
    private static final Digest IMAGES = Digest.of(new byte[] {1});
    private static final List<Double> MEAN = List.of(127.5, 76.5, -51.0);
    private static final List<Double> DEVIATION = List.of(51.0, 127.5, 382.5);
    /** Twice as large: the mean of a plane stays what it is. */
    private static final Preprocessing TURNED = new Preprocessing(new Size(16, 16), Channels.BGR, 255);

    /** Answers the mean of each channel. */
    private static final String MEANS = """
            class Net(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              _is_full_backward_hook : Optional[bool]
              def forward(self: __torch__.Net, x: Tensor) -> Tensor:
                return torch.mean(x, [2, 3])
            """;

    @TempDir
    Path directory;

    private Dataset dataset;
    private Digest file;
    private OutsideTeachers teachers;

    @BeforeEach
    void putATeacherBesideImages() throws IOException {
        ImageSet images = MemoryImages.of(
                new ImageShape(3, 8, 8),
                new int[] {0, 1, 2},
                (index, target) -> new Random(index).nextBytes(target),
                LoadProgress.NONE);
        dataset = new Dataset("noise", List.of("a", "b", "c"), ChannelStatistics.of(images), images, images);
        TorchArchive.write(directory.resolve("means.pt"), MEANS, Map.of());
        file = Digest.ofFile(directory.resolve("means.pt"));
        teachers = new OutsideTeachers(
                new ArtefactStore(new MemoryStore(), directory.resolve("cache")), new FixedConfig(directory, 1));
    }

    @Test
    void opensATorchScriptThatPreparesImagesAsItWasTrained() {
        byte[] pixels = new byte[3 * dataset.train().shape().size()];
        for (int image = 0; image < 3; image++) {
            dataset.train().copyPixels(image, pixels, image * pixels.length / 3);
        }
        Digest version = publish(MEAN, DEVIATION, TURNED);

        try (OutsideModel teacher = teachers.open(version, dataset)) {
            assertThat(teacher.logits(pixels, 3)).containsExactly(expected(pixels), within(1e-4f));
        }
    }

    @Test
    void takesOtherPreprocessingForAnotherTeacher() {
        List<Digest> versions = List.of(
                publish(MEAN, DEVIATION, null),
                publish(DEVIATION, DEVIATION, null),
                publish(MEAN, MEAN, null),
                publish(MEAN, DEVIATION, TURNED),
                publish(MEAN, DEVIATION, new Preprocessing(null, Channels.BGR, 255)),
                publish(MEAN, DEVIATION, new Preprocessing(null, Channels.BGR, 1)),
                publish(MEAN, DEVIATION, new Preprocessing(null, Channels.RGB, 255)));

        assertThat(versions).doesNotHaveDuplicates().contains(publish(MEAN, DEVIATION, TURNED));
    }

    private Digest publish(List<Double> mean, List<Double> deviation, @Nullable Preprocessing preprocessing) {
        return teachers.publish(
                new TeacherSpec.Outside("means.pt", file, mean, deviation, preprocessing), dataset, IMAGES);
    }

    /** By image and channel, blue first. */
    private static float[] expected(byte[] pixels) {
        float[] means = new float[9];
        for (int i = 0; i < pixels.length; i++) {
            int channel = 2 - i / 64 % 3;
            double value = (Byte.toUnsignedInt(pixels[i]) - MEAN.get(channel)) / DEVIATION.get(channel);
            means[i / 192 * 3 + channel] += (float) (value / 64);
        }
        return means;
    }
}
