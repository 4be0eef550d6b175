package dev.retort.gateway.domain;

import dev.retort.contracts.sample.Answer;
import dev.retort.contracts.sample.Sample;
import dev.retort.distill.network.ImageShape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a version was asked and what it answered. */
public record Observation(RequestId id, ServedModel model, Images images, Logits logits) {
    /** Half a step of uint8, and what float arithmetic adds. */
    private static final float ROUNDING = 0.01f;

    private static final int GREATEST_PIXEL = 255;

    /** An image each that is one, with the values of pixels, and that fits a message. */
    public List<Sample> samples(String source) {
        List<Sample> samples = new ArrayList<>();
        for (int image = 0; image < images.count(); image++) {
            int place = image;
            pixels(image)
                    .filter(pixels -> pixels.length <= Sample.GREATEST_BYTES)
                    .ifPresent(pixels -> samples.add(sample(source, place, pixels)));
        }
        return List.copyOf(samples);
    }

    private Sample sample(String source, int image, byte[] pixels) {
        ImageShape shape = model.input();
        Opinion opinion = Opinion.of(model, logits, image);
        Answer answer = new Answer(model.version(), opinion.index(), opinion.probability());
        String name = id.sampleName(image, images.count());
        return new Sample(source, shape.channels(), shape.height(), shape.width(), pixels, null, answer, name);
    }

    /** Empty if a value is none that a pixel has. */
    private Optional<byte[]> pixels(int image) {
        FloatBuffer values = FloatBuffer.allocate(model.input().size());
        images.copyTo(values, image, 1);
        byte[] pixels = new byte[values.capacity()];
        for (int i = 0; i < pixels.length; i++) {
            float scaled = values.get(i) * GREATEST_PIXEL;
            int pixel = Math.round(scaled);
            if (!(Math.abs(scaled - pixel) <= ROUNDING) || pixel < 0 || pixel > GREATEST_PIXEL) {
                return Optional.empty();
            }
            pixels[i] = (byte) pixel;
        }
        return Optional.of(pixels);
    }
}
