package dev.retort.distill.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.experiment.Preprocessing;
import dev.retort.contracts.experiment.Preprocessing.Channels;
import dev.retort.contracts.experiment.Preprocessing.Size;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.onnx.UnusableModelException;
import dev.retort.distill.torchscript.TorchArchive;
import dev.retort.distill.weights.Initialization;
import dev.retort.distill.weights.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutsideModelTest {
    private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
    private static final Normalization NONE = new Normalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    private static final Normalization USUAL = new Normalization(List.of(0.5, 0.4, 0.3), List.of(0.2, 0.25, 0.3));
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

    /** Answers what it is given. */
    private static final String ECHO = MEANS.replace("torch.mean(x, [2, 3])", "torch.flatten(x, 1, -1)");

    @TempDir
    Path directory;

    @Test
    void preparesImagesForAnOnnxAsItSays() throws Exception {
        Network network = Networks.create("resnet8", SHAPE, 10);
        Weights weights = Initialization.kaiming(network, 1);
        Path bare = Files.write(directory.resolve("bare.onnx"), OnnxExport.export(network, weights, NONE));
        byte[] pixels = pixels(3);
        try (OutsideModel model = OutsideModel.open(bare, SHAPE, 10, Preprocessing.STANDARD, USUAL, 1);
                OnnxModel expected = OnnxModel.open(OnnxExport.export(network, weights, USUAL), 1)) {
            assertThat(model.logits(pixels, 3)).containsExactly(expected.logits(pixels, 3), within(1e-4f));
        }
    }

    @Test
    void preparesImagesForATorchScriptAsItSays() throws Exception {
        byte[] pixels = new byte[2 * SHAPE.size()];
        Arrays.fill(pixels, 0, 64, (byte) 255);
        Arrays.fill(pixels, SHAPE.size() + 64, SHAPE.size() + 96, (byte) 255);
        try (OutsideModel model = OutsideModel.open(means(), SHAPE, 3, Preprocessing.STANDARD, USUAL, 1)) {
            assertThat(model.logits(pixels, 2))
                    .containsExactly(
                            new float[] {0.5f / 0.2f, -1.6f, -1, -2.5f, (0.5f - 0.4f) / 0.25f, -1}, within(1e-5f));
        }
    }

    @Test
    void resizesReordersAndScalesAsItSays() throws Exception {
        ImageShape shape = new ImageShape(3, 2, 4);
        byte[] pixels = new byte[2 * shape.size()];
        new Random(2).nextBytes(pixels);
        Preprocessing preprocessing = new Preprocessing(new Size(4, 2), Channels.BGR, 255);
        Normalization normalization = new Normalization(List.of(100.0, 110.0, 120.0), List.of(1.0, 50.0, 60.0));
        try (OutsideModel model = OutsideModel.open(archive(ECHO), shape, 3 * 4 * 2, preprocessing, normalization, 1)) {
            assertThat(model.logits(pixels, 2)).containsExactly(resized(pixels, normalization), within(1e-3f));
        }
    }

    /** By hand: rows are doubled, columns halved with antialias, and the planes come last first. */
    private static float[] resized(byte[] pixels, Normalization normalization) {
        double[][] rows = {{1, 0}, {0.75, 0.25}, {0.25, 0.75}, {0, 1}};
        double[][] columns = {{3 / 7.0, 3 / 7.0, 1 / 7.0, 0}, {0, 1 / 7.0, 3 / 7.0, 3 / 7.0}};
        float[] values = new float[2 * 3 * 4 * 2];
        for (int i = 0; i < values.length; i++) {
            int channel = i / 8 % 3;
            double sum = 0;
            for (int source = 0; source < 8; source++) {
                int pixel = Byte.toUnsignedInt(pixels[i / 24 * 24 + (2 - channel) * 8 + source]);
                sum += rows[i / 2 % 4][source / 4] * columns[i % 2][source % 4] * pixel;
            }
            values[i] = (float) ((sum - normalization.mean().get(channel))
                    / normalization.standardDeviation().get(channel));
        }
        return values;
    }

    @Test
    void asksInPartsWhereImagesAreMadeLarge() throws Exception {
        byte[] greys = new byte[7 * SHAPE.size()];
        for (int image = 0; image < 7; image++) {
            Arrays.fill(greys, image * SHAPE.size(), (image + 1) * SHAPE.size(), (byte) (30 * image));
        }
        Preprocessing large = new Preprocessing(new Size(1024, 1024), Channels.RGB, 255);
        try (OutsideModel model = OutsideModel.open(means(), SHAPE, 3, large, NONE, 1)) {
            float[] logits = model.logits(greys, 7);

            for (int i = 0; i < logits.length; i++) {
                assertThat(logits[i]).as("image " + i / 3).isCloseTo(30 * (i / 3), within(0.1f));
            }
        }
    }

    @Test
    void refusesWhatAnswersOtherClasses() {
        assertThatThrownBy(() -> OutsideModel.open(means(), SHAPE, 10, Preprocessing.STANDARD, USUAL, 1))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("3 values for 1 images of 10 classes");
    }

    @Test
    void refusesWhatTakesOtherImages() throws Exception {
        Network network = Networks.create("resnet8", ImageShape.CIFAR, 10);
        Path file = Files.write(
                directory.resolve("large.onnx"), OnnxExport.export(network, Initialization.kaiming(network, 1), NONE));

        assertThatThrownBy(() -> OutsideModel.open(file, SHAPE, 10, Preprocessing.STANDARD, NONE, 1))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("3072 values, got 192");
    }

    @Test
    void refusesWhatIsNoModel() throws Exception {
        for (String name : List.of("broken.onnx", "broken.pt")) {
            Path file = Files.write(directory.resolve(name), "no model".getBytes(StandardCharsets.UTF_8));

            assertThatThrownBy(() -> OutsideModel.open(file, SHAPE, 10, Preprocessing.STANDARD, NONE, 1))
                    .as(name)
                    .isInstanceOf(UnusableModelException.class);
        }
    }

    @Test
    void refusesPreprocessingOfOtherChannels() {
        assertThatThrownBy(() -> OutsideModel.open(
                        means(), SHAPE, 3, Preprocessing.STANDARD, new Normalization(List.of(0.5), List.of(0.5)), 1))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("1 channels");
    }

    private Path means() throws IOException {
        return archive(MEANS);
    }

    private Path archive(String source) throws IOException {
        Path file = directory.resolve("outside.pt");
        TorchArchive.write(file, source, Map.of());
        return file;
    }

    private static byte[] pixels(int images) {
        byte[] pixels = new byte[images * SHAPE.size()];
        new Random(1).nextBytes(pixels);
        return pixels;
    }
}
