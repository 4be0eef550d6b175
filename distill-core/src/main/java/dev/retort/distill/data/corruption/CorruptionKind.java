package dev.retort.distill.data.corruption;

import java.util.List;

/**
 * The kinds of corruption, with x a value of the image in [0, 1] and s the strength of the severity. The strengths of the
 * first three are those that Hendrycks and Dietterich (2019, "Benchmarking Neural Network Robustness to Common Corruptions
 * and Perturbations") use for images of 32 × 32; the fourth is ours. All are clipped to [0, 1] and rounded at the end.
 */
public enum CorruptionKind {
    /** x + s·n, n normal with mean 0 and deviation 1 for each value. */
    NOISE,
    /** Convolution with a Gaussian of deviation s pixels; at the edge the image goes on with its last pixel. */
    BLUR,
    /** m + s·(x − m), m the mean of the channel. */
    CONTRAST,
    /**
     * x + s·cos(2π·(h − c/3)) for channel c = 0, 1, 2, with one h for the image, uniform in [0, 1): a cast towards a random
     * hue that leaves the mean of the three channels as it was. For images of three channels alone.
     */
    COLOUR;

    Effect effect() {
        return switch (this) {
            case NOISE -> Effects::noise;
            case BLUR -> GaussianBlur::apply;
            case CONTRAST -> Effects::contrast;
            case COLOUR -> Effects::colourShift;
        };
    }

    /** @param severity from 1 to 5 */
    double strength(int severity) {
        List<Double> strengths = switch (this) {
            case NOISE -> List.of(0.04, 0.06, 0.08, 0.09, 0.10);
            case BLUR -> List.of(0.4, 0.6, 0.7, 0.8, 1.0);
            case CONTRAST -> List.of(0.75, 0.5, 0.4, 0.3, 0.15);
            case COLOUR -> List.of(0.06, 0.12, 0.18, 0.24, 0.30);
        };
        return strengths.get(severity - 1);
    }
}
