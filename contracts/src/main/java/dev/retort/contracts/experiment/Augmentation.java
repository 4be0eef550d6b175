package dev.retort.contracts.experiment;

import dev.retort.contracts.Arguments;

/**
 * How a view is made from an image, in this order.
 *
 * @param flip which views are mirrored left-right
 * @param cropPadding pad by so many pixels of reflection and crop back at a random place; 0 does nothing
 * @param cutout side of a square set to the channel mean at a random place; 0 does nothing
 * @param mixup parameter of the Beta distribution from which two views are mixed; 0 does nothing
 */
public record Augmentation(Flip flip, int cropPadding, int cutout, double mixup) {
    public static final Augmentation NONE = new Augmentation(Flip.NEVER, 0, 0, 0);

    public Augmentation {
        Arguments.requireNotNegative("cropPadding", cropPadding);
        Arguments.requireNotNegative("cutout", cutout);
        Arguments.requireFinite("mixup", mixup);
    }
}
