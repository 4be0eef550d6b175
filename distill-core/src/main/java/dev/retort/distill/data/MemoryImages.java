package dev.retort.distill.data;

import dev.retort.distill.network.ImageShape;
import java.util.Objects;
import java.util.stream.IntStream;

/** Images on the heap. */
public final class MemoryImages implements ImageSet {
    private static final int IMAGES_PER_REPORT = 250;

    private final ImageShape shape;
    private final int[] labels;
    private final byte[][] pixels;

    private MemoryImages(ImageShape shape, int[] labels, byte[][] pixels) {
        this.shape = shape;
        this.labels = labels;
        this.pixels = pixels;
    }

    /** Makes images by number, several at a time, in any order. */
    @FunctionalInterface
    public interface Source {
        /** Writes the pixels of image {@code index}, channels × height × width bytes. */
        void copyPixels(int index, byte[] target);
    }

    /** @param labels one an image */
    public static MemoryImages of(ImageShape shape, int[] labels, Source source, LoadProgress progress) {
        byte[][] pixels = new byte[labels.length][];
        for (int from = 0; from < labels.length; from += IMAGES_PER_REPORT) {
            int to = Math.min(labels.length, from + IMAGES_PER_REPORT);
            IntStream.range(from, to).parallel().forEach(index -> {
                pixels[index] = new byte[shape.size()];
                source.copyPixels(index, pixels[index]);
            });
            progress.advanced(to, labels.length, "images");
        }
        return new MemoryImages(shape, labels.clone(), pixels);
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        byte[] image = pixels[index];
        Objects.checkFromIndexSize(offset, image.length, target.length);
        System.arraycopy(image, 0, target, offset, image.length);
    }
}
