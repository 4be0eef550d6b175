package dev.retort.distill.outside;

import dev.retort.contracts.experiment.Preprocessing;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.onnx.UnusableModelException;
import dev.retort.distill.score.OpenClassifier;
import dev.retort.distill.train.TorchScriptModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/**
 * A classifier that somebody else trained, with the preprocessing that it was trained with: its size, the order of its
 * channels, (pixel · scale / 255 − mean) / standardDeviation per channel. Used from one thread at a time.
 */
public final class OutsideModel implements OpenClassifier {
    /** 64 MiB of floats: images that are made large go through the network in parts of a batch. */
    private static final int GREATEST_VALUES = 1 << 24;

    private final Engine engine;
    private final PreparedImages prepared;
    private final int classes;
    private final int imagesAtOnce;

    private OutsideModel(Engine engine, PreparedImages prepared, int classes) {
        this.engine = engine;
        this.prepared = prepared;
        this.classes = classes;
        this.imagesAtOnce = Math.max(1, GREATEST_VALUES / prepared.input().size());
    }

    /** What runs it: float [n, channels, height, width], normalised, to [n × classes]. */
    private interface Engine extends AutoCloseable {
        float[] logits(FloatBuffer pixels, int images);

        @Override
        void close();
    }

    /**
     * @param file ONNX if its name ends in {@code .onnx}, else TorchScript
     * @param images as the dataset has them
     * @param normalization in the order of the preprocessing's channels and for its scale
     * @param threads of the engine
     * @throws UnusableModelException if it cannot be loaded, or does not take such images or answer so many classes
     */
    public static OutsideModel open(
            Path file,
            ImageShape images,
            int classes,
            Preprocessing preprocessing,
            Normalization normalization,
            int threads)
            throws IOException {
        if (normalization.mean().size() != images.channels()) {
            throw new UnusableModelException(
                    "preprocessing is of %d channels, the images have %d"
                            .formatted(normalization.mean().size(), images.channels()),
                    null);
        }
        PreparedImages prepared = new PreparedImages(images, preprocessing, normalization);
        ImageShape input = prepared.input();
        Engine engine = file.toString().endsWith(".onnx") ? onnx(file, threads) : torchScript(file, input, threads);
        OutsideModel model = new OutsideModel(engine, prepared, classes);
        try {
            model.logits(new byte[images.size()], 1);
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw new UnusableModelException("it does not take one image of " + input + ": " + e.getMessage(), e);
        }
    }

    private static Engine onnx(Path file, int threads) throws IOException {
        OnnxModel model = OnnxModel.open(file, threads);
        return new Engine() {
            @Override
            public float[] logits(FloatBuffer pixels, int images) {
                return model.logits(pixels, images);
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }

    private static Engine torchScript(Path file, ImageShape input, int threads) throws UnusableModelException {
        TorchScriptModel model = TorchScriptModel.open(file, input, threads);
        return new Engine() {
            @Override
            public float[] logits(FloatBuffer pixels, int images) {
                return model.logits(pixels, images);
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }

    /** @throws IllegalStateException if it answers another number of values */
    @Override
    public float[] logits(byte[] pixels, int images) {
        float[] logits = new float[images * classes];
        for (int first = 0; first < images; first += imagesAtOnce) {
            int count = Math.min(imagesAtOnce, images - first);
            float[] part = engine.logits(prepared.of(pixels, first, count), count);
            if (part.length != count * classes) {
                throw new IllegalStateException(
                        "%d values for %d images of %d classes".formatted(part.length, count, classes));
            }
            System.arraycopy(part, 0, logits, first * classes, part.length);
        }
        return logits;
    }

    @Override
    public void close() {
        engine.close();
    }
}
