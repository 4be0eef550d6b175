package dev.retort.distill.network;

/** Shape of one image, channels first. */
public record ImageShape(int channels, int height, int width) {
    public static final ImageShape CIFAR = new ImageShape(3, 32, 32);

    /** Values in one image. */
    public int size() {
        return channels * height * width;
    }
}
