package dev.retort.gateway;

import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import java.util.Random;

/** Images of noise, of the shape that {@link ModelArtefacts} take. */
record NoiseImages(int size) implements ImageSet {
    @Override
    public ImageShape shape() {
        return ModelArtefacts.SHAPE;
    }

    @Override
    public int label(int index) {
        return 0;
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        byte[] noise = new byte[shape().size()];
        new Random(index).nextBytes(noise);
        System.arraycopy(noise, 0, target, offset, noise.length);
    }
}
