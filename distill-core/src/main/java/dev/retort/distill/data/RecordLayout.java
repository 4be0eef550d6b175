package dev.retort.distill.data;

import dev.retort.distill.network.ImageShape;

/**
 * How a file of images is laid out: records of a label, unsigned and big-endian, and then the pixels.
 *
 * @param labelBytes 1 in CIFAR-10's own files, 2 in ours
 */
public record RecordLayout(int labelBytes, ImageShape shape) {
    public RecordLayout {
        if (labelBytes < 1 || labelBytes > 2) {
            throw new IllegalArgumentException("labels have 1 or 2 bytes, not " + labelBytes);
        }
    }

    public int recordBytes() {
        return labelBytes + shape.size();
    }
}
