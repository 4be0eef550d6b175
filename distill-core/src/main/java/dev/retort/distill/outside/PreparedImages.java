package dev.retort.distill.outside;

import dev.retort.contracts.experiment.Preprocessing;
import dev.retort.contracts.experiment.Preprocessing.Channels;
import dev.retort.contracts.experiment.Preprocessing.Size;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * From uint8 images to what a network from elsewhere takes: planes in its order, (pixel · scale / 255 − mean) /
 * standardDeviation, then resized. Used from one thread at a time.
 */
final class PreparedImages {
    private final ImageShape images;
    private final ImageShape input;
    private final boolean reversed;
    /** By the network's channel and pixel value. */
    private final float[][] normalised;

    private final @Nullable BilinearResize resize;
    private FloatBuffer values = FloatBuffer.allocate(0);

    PreparedImages(ImageShape images, Preprocessing preprocessing, Normalization normalization) {
        Size own = new Size(images.height(), images.width());
        Size size = preprocessing.size() == null ? own : preprocessing.size();
        this.images = images;
        this.input = new ImageShape(images.channels(), size.height(), size.width());
        this.reversed = preprocessing.channels() == Channels.BGR;
        this.normalised = normalised(images.channels(), preprocessing.scale(), normalization);
        this.resize = size.equals(own) ? null : new BilinearResize(own, size);
    }

    private static float[][] normalised(int channels, int scale, Normalization normalization) {
        float[][] normalised = new float[channels][256];
        for (int c = 0; c < channels; c++) {
            for (int pixel = 0; pixel < 256; pixel++) {
                normalised[c][pixel] =
                        (float) ((pixel / 255.0 * scale - normalization.mean().get(c))
                                / normalization.standardDeviation().get(c));
            }
        }
        return normalised;
    }

    /** Of one image, as the network takes it. */
    ImageShape input() {
        return input;
    }

    /**
     * @param pixels uint8 [n, channels, height, width]
     * @param first of the images that are wanted
     * @return float [count, channels, height, width], valid until the next call
     */
    FloatBuffer of(byte[] pixels, int first, int count) {
        FloatBuffer target = room(Math.multiplyExact(count, input.size()));
        int area = images.height() * images.width();
        float[] plane = new float[area];
        for (int image = first; image < first + count; image++) {
            for (int c = 0; c < images.channels(); c++) {
                int source = reversed ? images.channels() - 1 - c : c;
                int offset = image * images.size() + source * area;
                for (int i = 0; i < area; i++) {
                    plane[i] = normalised[c][Byte.toUnsignedInt(pixels[offset + i])];
                }
                put(plane, target);
            }
        }
        return target.flip();
    }

    private void put(float[] plane, FloatBuffer target) {
        if (resize == null) {
            target.put(plane);
        } else {
            resize.resize(plane, target);
        }
    }

    /** Outside of the heap, where the engines read it without a copy; kept, as it may be large. */
    private FloatBuffer room(int size) {
        if (values.capacity() < size) {
            values = ByteBuffer.allocateDirect(Math.multiplyExact(size, Float.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        return values.clear();
    }
}
