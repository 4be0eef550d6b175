package dev.retort.distill.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

    @TempDir
    Path directory;

    @Test
    void preparesImagesForAnOnnxAsItSays() throws Exception {
        Network network = Networks.create("resnet8", SHAPE, 10);
        Weights weights = Initialization.kaiming(network, 1);
        Path bare = Files.write(directory.resolve("bare.onnx"), OnnxExport.export(network, weights, NONE));
        byte[] pixels = pixels(3);
        try (OutsideModel model = OutsideModel.open(bare, SHAPE, 10, USUAL, 1);
                OnnxModel expected = OnnxModel.open(OnnxExport.export(network, weights, USUAL), 1)) {
            assertThat(model.logits(pixels, 3)).containsExactly(expected.logits(pixels, 3), within(1e-4f));
        }
    }

    @Test
    void preparesImagesForATorchScriptAsItSays() throws Exception {
        byte[] pixels = new byte[2 * SHAPE.size()];
        Arrays.fill(pixels, 0, 64, (byte) 255);
        Arrays.fill(pixels, SHAPE.size() + 64, SHAPE.size() + 96, (byte) 255);
        try (OutsideModel model = OutsideModel.open(means(), SHAPE, 3, USUAL, 1)) {
            assertThat(model.logits(pixels, 2))
                    .containsExactly(
                            new float[] {0.5f / 0.2f, -1.6f, -1, -2.5f, (0.5f - 0.4f) / 0.25f, -1}, within(1e-5f));
        }
    }

    @Test
    void refusesWhatAnswersOtherClasses() {
        assertThatThrownBy(() -> OutsideModel.open(means(), SHAPE, 10, USUAL, 1))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("3 values for 1 images of 10 classes");
    }

    @Test
    void refusesWhatTakesOtherImages() throws Exception {
        Network network = Networks.create("resnet8", ImageShape.CIFAR, 10);
        Path file = Files.write(
                directory.resolve("large.onnx"), OnnxExport.export(network, Initialization.kaiming(network, 1), NONE));

        assertThatThrownBy(() -> OutsideModel.open(file, SHAPE, 10, NONE, 1))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("3072 values, got 192");
    }

    @Test
    void refusesWhatIsNoModel() throws Exception {
        for (String name : List.of("broken.onnx", "broken.pt")) {
            Path file = Files.write(directory.resolve(name), "no model".getBytes(StandardCharsets.UTF_8));

            assertThatThrownBy(() -> OutsideModel.open(file, SHAPE, 10, NONE, 1))
                    .as(name)
                    .isInstanceOf(UnusableModelException.class);
        }
    }

    @Test
    void refusesPreprocessingOfOtherChannels() {
        assertThatThrownBy(() -> OutsideModel.open(means(), SHAPE, 3, new Normalization(List.of(0.5), List.of(0.5)), 1))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("1 channels");
    }

    private Path means() throws IOException {
        Path file = directory.resolve("means.pt");
        TorchArchive.write(file, MEANS, Map.of());
        return file;
    }

    private static byte[] pixels(int images) {
        byte[] pixels = new byte[images * SHAPE.size()];
        new Random(1).nextBytes(pixels);
        return pixels;
    }
}
