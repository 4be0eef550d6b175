package dev.retort.distill.onnx;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.retort.distill.compression.ActivationHistogram;
import dev.retort.distill.compression.ActivationScale;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.weights.WeightedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fp32 form with windows onto what convolutions and sums read, and a histogram behind each. Of one thread. */
final class ActivationProbe implements AutoCloseable {
    /** The activations of so many images lie in memory at once. */
    static final int BATCH = 16;

    private static final float WHITE = 255;

    // DJL closes a model that is collected: this reference keeps it.
    private final Model model;
    private final List<String> tensors;
    private final List<ActivationHistogram> histograms;

    private ActivationProbe(Model model, List<String> tensors) {
        this.model = model;
        this.tensors = tensors;
        this.histograms =
                tensors.stream().map(tensor -> new ActivationHistogram()).toList();
    }

    static ActivationProbe open(WeightedNetwork folded, Normalization normalization, int threads) throws IOException {
        List<String> tensors = OnnxExport.operands(folded);
        Path file = Files.createTempFile("retort", ".onnx");
        Model model = OnnxRuntime.newModel();
        try {
            Files.write(file, OnnxExport.probe(folded, normalization, tensors));
            model.load(file, null, OnnxRuntime.options(threads));
            return new ActivationProbe(model, tensors);
        } catch (MalformedModelException e) {
            model.close();
            throw new IllegalStateException("ONNX Runtime cannot load what we wrote", e);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Up to {@link #BATCH} images from {@code start} on. */
    void show(ImageSet images, int[] indices, int start) {
        ImageShape image = images.shape();
        int count = Math.min(BATCH, indices.length - start);
        byte[] pixels = new byte[count * image.size()];
        for (int i = 0; i < count; i++) {
            images.copyPixels(indices[start + i], pixels, i * image.size());
        }
        float[] scaled = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            scaled[i] = Byte.toUnsignedInt(pixels[i]) / WHITE;
        }
        try (NDManager call = model.getNDManager().newSubManager()) {
            NDArray input = call.create(scaled, new Shape(count, image.channels(), image.height(), image.width()));
            NDList activations = model.getBlock().forward(new ParameterStore(call, false), new NDList(input), false);
            for (int i = 0; i < histograms.size(); i++) {
                histograms.get(i).add(activations.get(i).toFloatArray());
            }
        }
    }

    Map<String, ActivationScale> scales() {
        Map<String, ActivationScale> scales = new LinkedHashMap<>();
        for (int i = 0; i < histograms.size(); i++) {
            scales.put(tensors.get(i), histograms.get(i).scale());
        }
        return scales;
    }

    @Override
    public void close() {
        model.close();
    }
}
