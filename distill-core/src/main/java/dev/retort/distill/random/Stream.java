package dev.retort.distill.random;

/**
 * What random numbers are for: two streams of one seed never share a number. A number, once given, is part of every
 * digest that depends on it: never change one, never reuse one.
 */
public enum Stream {
    SPLIT(1),
    VIEW_ORDER(2),
    VIEW(3),
    DRAWN_LABEL(4),
    DRAWN_IMAGE(5),
    CORRUPTION(10),
    /** Whether the first view of an image is mirrored, where flips alternate. */
    FIRST_FLIP(11),
    /** Where a retraining begins to read the transfer set again. */
    REPLAY(32),
    /** Which images are shown, out of many. */
    EXAMPLES(33),
    /** Which images a bootstrap draws again. */
    BOOTSTRAP(34);

    private final int number;

    Stream(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
