package dev.retort.distill.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.retort.distill.network.Network;
import dev.retort.distill.testing.RandomWeights;
import dev.retort.distill.testing.ReferenceNetwork;
import dev.retort.distill.testing.SmallNetworks;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxModelTest {
    private static final Network NETWORK = SmallNetworks.everyLayer();
    private static final Weights WEIGHTS = RandomWeights.of(NETWORK, 5);
    private static final byte[] ARTEFACT = OnnxExport.export(NETWORK, WEIGHTS, SmallNetworks.NORMALIZATION);
    private static final int IMAGES = 3;
    /** Of fp32 against the double precision of the reference, logits of size 1. */
    private static final double TOLERANCE = 1e-5;

    private static float[] pixels() {
        float[] pixels = new float[IMAGES * NETWORK.input().size()];
        for (int image = 0; image < IMAGES; image++) {
            float[] one = SmallNetworks.randomPixels(NETWORK, image);
            System.arraycopy(one, 0, pixels, image * one.length, one.length);
        }
        return pixels;
    }

    private static double[] expectedLogits(float[] pixels) {
        ReferenceNetwork reference = new ReferenceNetwork(NETWORK, WEIGHTS, SmallNetworks.NORMALIZATION);
        int size = NETWORK.input().size();
        double[] logits = new double[pixels.length / size * NETWORK.classes()];
        for (int image = 0; image < pixels.length / size; image++) {
            double[] one = reference.logits(Arrays.copyOfRange(pixels, image * size, (image + 1) * size));
            System.arraycopy(one, 0, logits, image * one.length, one.length);
        }
        return logits;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    @Test
    void answersWhatTheDescriptionSaysWhateverTheBatchSize() throws IOException {
        float[] pixels = pixels();
        try (OnnxModel model = OnnxModel.open(ARTEFACT, 1)) {
            assertThat(doubles(model.logits(pixels, IMAGES)))
                    .containsExactly(expectedLogits(pixels), within(TOLERANCE));
            float[] first = Arrays.copyOf(pixels, NETWORK.input().size());
            assertThat(doubles(model.logits(first, 1))).containsExactly(expectedLogits(first), within(TOLERANCE));
        }
    }

    @Test
    void readsADirectBufferAndBytesLikeAnArray() throws IOException {
        byte[] bytes = new byte[NETWORK.input().size()];
        FloatBuffer direct = ByteBuffer.allocateDirect(bytes.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        float[] array = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37);
            array[i] = (bytes[i] & 0xff) / 255f;
            direct.put(array[i]);
        }
        try (OnnxModel model = OnnxModel.open(ARTEFACT, 1)) {
            float[] expected = model.logits(array, 1);
            assertThat(model.logits(direct.flip(), 1)).isEqualTo(expected);
            assertThat(model.logits(bytes, 1)).isEqualTo(expected);
        }
    }

    @Test
    void readsShapeAndClassesFromTheArtefact(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("model.onnx"), ARTEFACT);
        try (OnnxModel model = OnnxModel.open(file, 2)) {
            assertThat(model.input()).isEqualTo(NETWORK.input());
            assertThat(model.classes()).isEqualTo(NETWORK.classes());
            assertThat(model.inputName()).isEqualTo("input");
            assertThat(model.outputName()).isEqualTo("logits");
        }
    }

    @Test
    void givesTheSameBytesForTheSameWeights() {
        assertThat(OnnxExport.export(NETWORK, RandomWeights.of(NETWORK, 5), SmallNetworks.NORMALIZATION))
                .isEqualTo(ARTEFACT);
    }

    @Test
    void answersManyThreadsAtOnce() throws Exception {
        float[] pixels = pixels();
        try (OnnxModel model = OnnxModel.open(ARTEFACT, 1);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            float[] expected = model.logits(pixels, IMAGES);
            List<Callable<float[]>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(() -> model.logits(pixels, IMAGES));
            }
            for (Future<float[]> answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 100, 1000})
    void refusesATruncatedFile(int bytes) {
        byte[] truncated = Arrays.copyOf(ARTEFACT, bytes);
        assertThatExceptionOfType(UnusableModelException.class).isThrownBy(() -> OnnxModel.open(truncated, 1));
    }

    @Test
    void refusesGarbage() {
        byte[] garbage = "<html>502 Bad Gateway</html>".getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(UnusableModelException.class).isThrownBy(() -> OnnxModel.open(garbage, 1));
    }

    @Test
    void refusesPixelsThatAreNotSoManyImages() throws IOException {
        try (OnnxModel model = OnnxModel.open(ARTEFACT, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.logits(new float[NETWORK.input().size() - 1], 1))
                    .withMessageContaining("189 values, got 188");
            assertThatIllegalArgumentException().isThrownBy(() -> model.logits(new float[0], 0));
        }
    }

    @Test
    void failsClearlyOnceClosed() throws IOException {
        OnnxModel model = OnnxModel.open(ARTEFACT, 1);
        model.close();
        model.close();
        assertThatIllegalStateException().isThrownBy(() -> model.logits(pixels(), IMAGES));
    }

    @Test
    void refusesToExportAWeightThatIsNotFinite() {
        Map<String, Tensor> tensors = new LinkedHashMap<>(WEIGHTS.tensors());
        tensors.put("fc.bias", new Tensor(new long[] {4}, new float[] {0, Float.NaN, 0, 0}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxExport.export(NETWORK, new Weights(tensors), SmallNetworks.NORMALIZATION))
                .withMessageContaining("fc.bias")
                .withMessageContaining("NaN");
    }

    @Test
    void refusesToExportATensorOfAnotherShape() {
        Map<String, Tensor> tensors = new LinkedHashMap<>(WEIGHTS.tensors());
        tensors.put("fc.weight", new Tensor(new long[] {8, 4}, new float[32]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxExport.export(NETWORK, new Weights(tensors), SmallNetworks.NORMALIZATION))
                .withMessageContaining("[8, 4]")
                .withMessageContaining("[4, 8]");
    }
}
