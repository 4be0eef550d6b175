package dev.retort.contracts.sample;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The true label of an image that was sent before: feedback. Exactly one of the two references is there.
 *
 * @param requestId of the request that brought the image
 * @param content {@link Sample#content} of the image
 */
public record SampleLabelled(
        String source, @Nullable String requestId, @Nullable Digest content, int label) implements SampleMessage {
    public SampleLabelled {
        Arguments.requireName("source", source);
        Arguments.requireNotNegative("label", label);
        if (requestId != null) {
            Arguments.requireName("requestId", requestId);
        }
        if ((requestId == null) == (content == null)) {
            throw new IllegalArgumentException("a label belongs to a request or to a content digest: one of the two");
        }
    }

    public static SampleLabelled ofRequest(String source, String requestId, int label) {
        return new SampleLabelled(source, requestId, null, label);
    }

    public static SampleLabelled ofContent(String source, Digest content, int label) {
        return new SampleLabelled(source, null, content, label);
    }
}
