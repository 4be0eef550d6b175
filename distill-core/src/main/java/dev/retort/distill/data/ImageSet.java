package dev.retort.distill.data;

import dev.retort.distill.network.ImageShape;

/** Labelled uint8 images of one shape, random access, safe for many threads. */
public interface ImageSet {
    ImageShape shape();

    int size();

    int label(int index);

    /** Writes channels × height × width bytes of image {@code index} to {@code target} from {@code offset} on. */
    void copyPixels(int index, byte[] target, int offset);
}
