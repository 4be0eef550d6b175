package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Shares of held-out images to which a version gives the same class as others do, right or wrong. Each null where the other
 * did not answer the same images, or what it said is not kept.
 *
 * @param teacher with the teacher that its run learned from, as that was scored
 * @param champion with the version that was champion when this one was scored
 * @param championVersion which that was
 */
public record Agreements(
        @Nullable Double teacher,
        @Nullable Double champion,
        @Nullable Digest championVersion) {
    public static final Agreements NONE = new Agreements(null, null, null);

    public Agreements {
        requireShare("teacher", teacher);
        requireShare("champion", champion);
    }

    private static void requireShare(String component, @Nullable Double value) {
        if (value != null) {
            Arguments.requireShare(component, value);
        }
    }
}
