package dev.retort.eval;

import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import java.util.function.IntUnaryOperator;

/** The same images with other labels, by index. */
public record RelabelledImages(ImageSet images, IntUnaryOperator labels) implements ImageSet {
    /** Of three classes. */
    public static RelabelledImages shifted(ImageSet images, int shift) {
        return new RelabelledImages(images, index -> (images.label(index) + shift) % 3);
    }

    @Override
    public ImageShape shape() {
        return images.shape();
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public int label(int index) {
        return labels.applyAsInt(index);
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        images.copyPixels(index, target, offset);
    }
}
