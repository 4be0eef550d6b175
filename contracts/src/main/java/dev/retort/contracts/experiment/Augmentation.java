package dev.retort.contracts.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.retort.contracts.Arguments;

/**
 * How a view is made from an image, in this order.
 *
 * @param flip mirror left-right with probability ½
 * @param alternateFlip mirror by chance in the first view only, and then in every other one, so that two views show both forms
 *     (Jordan 2024, "94% on CIFAR-10 in 3.29 seconds"); only with {@code flip}
 * @param cropPadding pad by so many pixels of reflection and crop back at a random place; 0 does nothing
 * @param cutout side of a square set to the channel mean at a random place; 0 does nothing
 * @param mixup parameter of the Beta distribution from which two views are mixed; 0 does nothing
 */
public record Augmentation(
        boolean flip,
        @JsonInclude(Include.NON_DEFAULT) boolean alternateFlip,
        int cropPadding,
        int cutout,
        double mixup) {
    public static final Augmentation NONE = new Augmentation(false, 0, 0, 0);

    public Augmentation {
        if (alternateFlip && !flip) {
            throw new IllegalArgumentException("flips alternate only where there are any");
        }
        Arguments.requireNotNegative("cropPadding", cropPadding);
        Arguments.requireNotNegative("cutout", cutout);
        Arguments.requireFinite("mixup", mixup);
    }

    /** With flips by chance in every view. */
    public Augmentation(boolean flip, int cropPadding, int cutout, double mixup) {
        this(flip, false, cropPadding, cutout, mixup);
    }

    public Augmentation withoutMixup() {
        return new Augmentation(flip, alternateFlip, cropPadding, cutout, 0);
    }
}
