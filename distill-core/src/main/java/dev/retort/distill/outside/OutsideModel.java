package dev.retort.distill.outside;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.onnx.UnusableModelException;
import dev.retort.distill.score.OpenClassifier;
import dev.retort.distill.train.TorchScriptModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/**
 * A classifier that somebody else trained, with the preprocessing that it was trained with: (pixel / 255 - mean) /
 * standardDeviation per channel. Used from one thread at a time.
 */
public final class OutsideModel implements OpenClassifier {
    private final Engine engine;
    private final ImageShape input;
    private final int classes;
    /** By channel and pixel value. */
    private final float[][] normalised;

    private OutsideModel(Engine engine, ImageShape input, int classes, Normalization normalization) {
        this.engine = engine;
        this.input = input;
        this.classes = classes;
        this.normalised = new float[input.channels()][256];
        for (int c = 0; c < normalised.length; c++) {
            for (int pixel = 0; pixel < 256; pixel++) {
                normalised[c][pixel] =
                        (float) ((pixel / 255.0 - normalization.mean().get(c))
                                / normalization.standardDeviation().get(c));
            }
        }
    }

    /** What runs it: float [n, channels, height, width], normalised, to [n × classes]. */
    private interface Engine extends AutoCloseable {
        float[] logits(FloatBuffer pixels, int images);

        @Override
        void close();
    }

    /**
     * @param file ONNX if its name ends in {@code .onnx}, else TorchScript
     * @param threads of the engine
     * @throws UnusableModelException if it cannot be loaded, or does not take such images or answer so many classes
     */
    public static OutsideModel open(Path file, ImageShape input, int classes, Normalization normalization, int threads)
            throws IOException {
        if (normalization.mean().size() != input.channels()) {
            throw new UnusableModelException(
                    "preprocessing is of %d channels, the images have %d"
                            .formatted(normalization.mean().size(), input.channels()),
                    null);
        }
        Engine engine = file.toString().endsWith(".onnx") ? onnx(file, threads) : torchScript(file, input, threads);
        OutsideModel model = new OutsideModel(engine, input, classes, normalization);
        try {
            model.logits(new byte[input.size()], 1);
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
        FloatBuffer values = ByteBuffer.allocateDirect(Math.multiplyExact(images * input.size(), Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        int area = input.height() * input.width();
        for (int i = 0; i < images * input.size(); i++) {
            values.put(normalised[i / area % input.channels()][Byte.toUnsignedInt(pixels[i])]);
        }
        float[] logits = engine.logits(values.flip(), images);
        if (logits.length != images * classes) {
            throw new IllegalStateException(
                    "%d values for %d images of %d classes".formatted(logits.length, images, classes));
        }
        return logits;
    }

    @Override
    public void close() {
        engine.close();
    }
}
