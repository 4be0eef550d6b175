package dev.retort.distill.score;

import dev.retort.distill.data.ImageSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

/** A few images and what a classifier said to each alone; and whether what claims to be the same one says the same. */
public final class GoldenAnswers {
    /** Kernels differ from machine to machine, and from batch size to batch size, in the order of their sums. */
    public static final double USUAL_TOLERANCE = 1e-3;

    private final byte[] pixels;
    private final float[] logits;
    private final int images;

    private GoldenAnswers(byte[] pixels, float[] logits, int images) {
        if (images < 1 || pixels.length == 0 || pixels.length % images != 0) {
            throw new IllegalArgumentException(pixels.length + " pixels are no " + images + " golden images");
        }
        if (logits.length == 0 || logits.length % images != 0) {
            throw new IllegalArgumentException(logits.length + " logits are none of " + images + " golden images");
        }
        this.pixels = pixels;
        this.logits = logits;
        this.images = images;
    }

    /** Asks. */
    public static GoldenAnswers of(Classifier classifier, ImageSet images, int[] indices) {
        int size = images.shape().size();
        byte[] pixels = new byte[Math.multiplyExact(indices.length, size)];
        for (int i = 0; i < indices.length; i++) {
            images.copyPixels(indices[i], pixels, i * size);
        }
        float[] logits = new float[0]; // [images × classes]
        for (int i = 0; i < indices.length; i++) {
            float[] answer = classifier.logits(Arrays.copyOfRange(pixels, i * size, (i + 1) * size), 1);
            logits = Arrays.copyOf(logits, logits.length + answer.length);
            System.arraycopy(answer, 0, logits, i * answer.length, answer.length);
        }
        return new GoldenAnswers(pixels, logits, indices.length);
    }

    /**
     * @param pixels as of {@link #pixels}
     * @param logits as of {@link #logits}
     * @throws IllegalArgumentException if they are not of so many images
     */
    public static GoldenAnswers decode(byte[] pixels, byte[] logits, int images) {
        if (logits.length % Float.BYTES != 0) {
            throw new IllegalArgumentException(logits.length + " bytes are no whole number of logits");
        }
        float[] floats = new float[logits.length / Float.BYTES];
        littleEndian(logits).get(floats);
        return new GoldenAnswers(pixels.clone(), floats, images);
    }

    public int images() {
        return images;
    }

    /** uint8 [images × channels × height × width]. */
    public byte[] pixels() {
        return pixels.clone();
    }

    /** float32, little-endian [images × classes]. */
    public byte[] logits() {
        byte[] bytes = new byte[logits.length * Float.BYTES];
        littleEndian(bytes).put(logits);
        return bytes;
    }

    /**
     * What is wrong with the first answer that is off by more than tolerance · max(1, |logit|); empty if none is.
     *
     * @throws IllegalArgumentException if the classifier takes other images
     */
    public Optional<String> fault(Classifier classifier, double tolerance) {
        int size = pixels.length / images;
        int classes = logits.length / images;
        for (int i = 0; i < images; i++) {
            float[] answer = classifier.logits(Arrays.copyOfRange(pixels, i * size, (i + 1) * size), 1);
            float[] recorded = Arrays.copyOfRange(logits, i * classes, (i + 1) * classes);
            if (!isSame(answer, recorded, tolerance)) {
                return Optional.of("to golden image %d it answers %s, not %s within %s"
                        .formatted(i, Arrays.toString(answer), Arrays.toString(recorded), tolerance));
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(float[] answer, float[] recorded, double tolerance) {
        if (answer.length != recorded.length) {
            return false;
        }
        for (int c = 0; c < answer.length; c++) {
            // Not "greater than": NaN is not the same.
            if (!(Math.abs(answer[c] - recorded[c]) <= tolerance * Math.max(1, Math.abs(recorded[c])))) {
                return false;
            }
        }
        return true;
    }

    private static FloatBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
}
