package dev.retort.distill.data.corruption;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.random.CounterRandom;

/** What is done to the values of an image; they may leave [0, 1] on the way. */
@FunctionalInterface
interface Effect {
    /**
     * @param values [channels × height × width], 0 black, 1 white; changed in place
     * @param strength in the effect's own unit
     * @param random of this image and this corruption alone
     */
    void apply(double[] values, ImageShape shape, double strength, CounterRandom random);
}
