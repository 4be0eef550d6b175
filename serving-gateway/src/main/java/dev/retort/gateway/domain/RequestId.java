package dev.retort.gateway.domain;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What a request is called: decides which version answers it, and names it when its label comes.
 *
 * @param text 1 to 128 visible ASCII characters
 */
public record RequestId(String text) {
    private static final Pattern FORM = Pattern.compile("[!-~]{1,128}");

    /** Leaves room for the number of an image. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,119}");

    public RequestId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("a request's id is 1 to 128 visible ASCII characters");
        }
    }

    /** What the client says, or where that has another form, one that is the same whenever it says so. */
    public static RequestId of(String said) {
        return FORM.matcher(said).matches()
                ? new RequestId(said)
                : new RequestId(UUID.nameUUIDFromBytes(said.getBytes(StandardCharsets.UTF_8))
                        .toString());
    }

    /** A new one where the client says nothing, or an empty text. */
    public static RequestId of(Optional<String> said) {
        return said.filter(text -> !text.isEmpty()).map(RequestId::of).orElseGet(RequestId::random);
    }

    /**
     * What an image of the request is called as a sample: letters, digits, '.', '_' and '-'.
     *
     * @param image its place
     * @param images of the request; the only one has no number
     */
    public String sampleName(int image, int images) {
        String name = NAME.matcher(text).matches()
                ? text
                : UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
        return images == 1 ? name : name + "." + image;
    }

    private static RequestId random() {
        // Not secret, and made for every request: no need for a slower source.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new RequestId(new UUID(random.nextLong(), random.nextLong()).toString());
    }
}
