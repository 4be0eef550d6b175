package dev.retort.contracts.sample;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import org.jspecify.annotations.Nullable;

/**
 * A new image whose pixels lie in the object store. Where, its content says: a message names no key, so that nothing else can
 * be asked of the store.
 *
 * @param content {@link Sample#content} of the image
 * @param label null where nobody knows it
 */
public record StoredSample(
        String source,
        int channels,
        int height,
        int width,
        Digest content,
        @Nullable Integer label) implements SampleMessage {
    public StoredSample {
        Arguments.requireName("source", source);
        Arguments.requireAtLeast("channels", channels, 1);
        Arguments.requireAtLeast("height", height, 1);
        Arguments.requireAtLeast("width", width, 1);
        if (label != null) {
            Arguments.requireNotNegative("label", label);
        }
        // By doubles: three whole numbers multiply beyond any of theirs.
        if ((double) channels * height * width > Sample.GREATEST_BYTES) {
            throw new IllegalArgumentException("%d × %d × %d are more than the %d bytes that an image may have"
                    .formatted(channels, height, width, Sample.GREATEST_BYTES));
        }
    }

    /** The same image, without its pixels, which must be put under {@link #key} before this is sent. */
    public static StoredSample of(Sample sample) {
        return new StoredSample(
                sample.source(), sample.channels(), sample.height(), sample.width(), sample.content(), sample.label());
    }

    /** Of the object that holds the pixels, [channels, height, width], unsigned. */
    public String key() {
        return ObjectKeys.sample(content);
    }

    /** What the object is long. */
    public int bytes() {
        return channels * height * width;
    }

    /** @throws IllegalArgumentException if these are not the pixels of this image */
    public Sample with(byte[] pixels) {
        Sample sample = new Sample(source, channels, height, width, pixels, label, null, null);
        if (!sample.content().equals(content)) {
            throw new IllegalArgumentException(
                    "the pixels have content digest %s, not %s".formatted(sample.content(), content));
        }
        return sample;
    }
}
