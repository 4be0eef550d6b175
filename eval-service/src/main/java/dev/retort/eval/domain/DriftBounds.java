package dev.retort.eval.domain;

/**
 * When what is seen is taken for a drift.
 *
 * @param window last answers that are compared with the reference
 * @param least answers before anything is compared
 * @param stabilityIndex of the answered classes, above which it is one
 * @param confidenceP of the test on the confidences, below which it is one
 * @param agreement share of images on which student and teacher say the same, below which it is one
 * @param classAgreement the same of the images that the teacher takes for one class, whichever it is
 */
public record DriftBounds(
        int window, int least, double stabilityIndex, double confidenceP, double agreement, double classAgreement) {
    public DriftBounds {
        if (least < 1 || window < least) {
            throw new IllegalArgumentException(
                    "a window of %d answers, of which %d are needed".formatted(window, least));
        }
    }
}
