package dev.retort.distill.score;

import java.nio.ByteBuffer;

/**
 * Predictions to and from bytes. Image by image, big-endian: label and answer as unsigned 16 bit, then a logit for each
 * class as fp16. Answers keep what they were, since logits that differ may be equal as fp16; a logit beyond fp16 becomes its
 * greatest finite value.
 */
public final class PredictionsCodec {
    /** (2 - 2⁻¹⁰)·2¹⁵. */
    private static final float GREATEST_FP16 = 65_504;

    private static final int GREATEST_CLASSES = 1 << Short.SIZE;

    private PredictionsCodec() {}

    /** @throws IllegalArgumentException for more than 65,536 classes */
    public static byte[] encode(Predictions predictions) {
        if (predictions.classes() > GREATEST_CLASSES) {
            throw new IllegalArgumentException(predictions.classes() + " classes; 16 bits name " + GREATEST_CLASSES);
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(predictions.images(), recordBytes(predictions.classes())));
        for (int i = 0; i < predictions.images(); i++) {
            bytes.putShort((short) predictions.label(i)).putShort((short) predictions.answer(i));
            for (int c = 0; c < predictions.classes(); c++) {
                float logit = Math.clamp(predictions.logit(i, c), -GREATEST_FP16, GREATEST_FP16);
                bytes.putShort(Float.floatToFloat16(logit));
            }
        }
        return bytes.array();
    }

    /**
     * @param images how many there must be
     * @throws IllegalArgumentException if the bytes are not of so many images and classes, or hold what no prediction does
     */
    public static Predictions decode(byte[] bytes, int images, int classes) {
        if (images < 1 || classes < 1 || bytes.length != (long) images * recordBytes(classes)) {
            throw new IllegalArgumentException(
                    "%d bytes are not %d images of %d classes".formatted(bytes.length, images, classes));
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int[] labels = new int[images];
        int[] answers = new int[images];
        float[] logits = new float[images * classes];
        for (int i = 0; i < images; i++) {
            labels[i] = Short.toUnsignedInt(in.getShort());
            answers[i] = Short.toUnsignedInt(in.getShort());
            for (int c = 0; c < classes; c++) {
                logits[i * classes + c] = Float.float16ToFloat(in.getShort());
            }
        }
        return new Predictions(classes, labels, answers, logits);
    }

    private static int recordBytes(int classes) {
        return Short.BYTES * (2 + classes);
    }
}
