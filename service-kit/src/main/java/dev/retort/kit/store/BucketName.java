package dev.retort.kit.store;

import java.util.regex.Pattern;

/**
 * Name of a bucket that every S3 store takes, by Amazon's rules for general purpose buckets.
 *
 * @param value 3 to 63 of a-z, 0-9, '-' and '.', first and last and beside a '.' a letter or digit; no IP address
 */
public record BucketName(String value) {
    private static final int LEAST_CHARACTERS = 3;
    private static final int GREATEST_CHARACTERS = 63;
    private static final String PART = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
    private static final Pattern PARTS = Pattern.compile(PART + "(\\." + PART + ")*");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    /** @throws IllegalArgumentException with what is allowed, if it is not a bucket's name */
    public BucketName {
        if (value.length() < LEAST_CHARACTERS
                || value.length() > GREATEST_CHARACTERS
                || !PARTS.matcher(value).matches()
                || ADDRESS.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no name for a bucket: %d to %d of a-z, 0-9, '-' and '.', first and last and beside a '.' a letter or digit, and no IP address"
                            .formatted(value, LEAST_CHARACTERS, GREATEST_CHARACTERS));
        }
    }
}
