package dev.retort.distill.data.corruption;

/**
 * The kinds of corruption, with x a value of the image in [0, 1] and s the strength of the severity. The strengths of the
 * first three are those that Hendrycks and Dietterich (2019, "Benchmarking Neural Network Robustness to Common Corruptions
 * and Perturbations") use for images of 32 × 32; the fourth is ours. All are clipped to [0, 1] and rounded at the end.
 */
public enum CorruptionKind {
    /** x + s·n, n normal with mean 0 and deviation 1 for each value. */
    NOISE(Effects::noise, 0.04, 0.06, 0.08, 0.09, 0.10),
    /** Convolution with a Gaussian of deviation s pixels; at the edge the image goes on with its last pixel. */
    BLUR(GaussianBlur::apply, 0.4, 0.6, 0.7, 0.8, 1.0),
    /** m + s·(x − m), m the mean of the channel. */
    CONTRAST(Effects::contrast, 0.75, 0.5, 0.4, 0.3, 0.15),
    /**
     * x + s·cos(2π·(h − c/3)) for channel c = 0, 1, 2, with one h for the image, uniform in [0, 1): a cast towards a random
     * hue that leaves the mean of the three channels as it was. For images of three channels alone.
     */
    COLOUR(Effects::colourShift, 0.06, 0.12, 0.18, 0.24, 0.30);

    private final Effect effect;
    private final double[] strengths;

    CorruptionKind(Effect effect, double... strengths) {
        this.effect = effect;
        this.strengths = strengths;
    }

    Effect effect() {
        return effect;
    }

    /** @param severity from 1 to 5 */
    double strength(int severity) {
        return strengths[severity - 1];
    }
}
