package dev.retort.cli.demo;

/**
 * Accuracy of the served student at one moment, by its answers to requests.
 *
 * @param seconds since the stream of images began
 * @param oldAccuracy on test images as they were, in [0, 1]
 * @param newAccuracy on the same images as they come after the shift, in [0, 1]
 */
record Measurement(double seconds, double oldAccuracy, double newAccuracy) {
    Measurement {
        requireShare("oldAccuracy", oldAccuracy);
        requireShare("newAccuracy", newAccuracy);
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is from 0 to 1, not " + value);
        }
    }
}
