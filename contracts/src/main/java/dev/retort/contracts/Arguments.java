package dev.retort.contracts;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the records of this module demand of their components, with one wording. From a message, a violation is
 * {@link MalformedMessageException.Reason#OUT_OF_RANGE} or {@link MalformedMessageException.Reason#NON_FINITE}.
 */
public final class Arguments {
    /** Runs, arms and aliases become parts of object keys and of Kafka keys: no separator, nothing that leads upwards. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private Arguments() {}

    public static void requireName(String component, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s '%s' is not allowed: 1 to 128 letters, digits, '.', '_' and '-', ".formatted(component, value)
                            + "beginning with a letter or digit");
        }
    }

    /** File names of an artefact: each a plain name, so that none leads out of its directory. */
    public static void requireFileNames(Set<String> names) {
        names.forEach(name -> requireName("files", name));
    }

    public static void requireNotNegative(String component, long value) {
        requireAtLeast(component, value, 0);
    }

    public static void requireAtLeast(String component, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException("%s %d is out of range: at least %d".formatted(component, value, least));
        }
    }

    /** In [0, 1]. */
    public static void requireShare(String component, double value) {
        requireFinite(component, value);
        if (value < 0 || value > 1) {
            throw new IllegalArgumentException("%s %s is out of range: 0 to 1".formatted(component, value));
        }
    }

    /** Finite, and more than 0. */
    public static void requirePositive(String component, double value) {
        requireFinite(component, value);
        if (value <= 0) {
            throw new IllegalArgumentException("%s %s is out of range: more than 0".formatted(component, value));
        }
    }

    public static void requireFinite(String component, double value) {
        if (!Double.isFinite(value)) {
            throw new NonFiniteValueException("%s is %s".formatted(component, value));
        }
    }
}
