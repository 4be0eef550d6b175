package dev.retort.distill.score;

/** Anything that answers logits for uint8 images: a network in training, an exported artefact. */
@FunctionalInterface
public interface Classifier {
    /**
     * @param pixels uint8 [images × channels × height × width]
     * @return [images × classes]
     */
    float[] logits(byte[] pixels, int images);
}
