package dev.retort.distill.data.drawn;

/** A figure or a texture around the origin; a figure reaches about as far as the unit circle. */
@FunctionalInterface
interface Pattern {
    /**
     * How far (x, y) is from the edge: negative inside. Near the edge it is in units of length, further away it need only
     * have the right sign.
     */
    double distance(double x, double y);

    /** Share of a small square around (x, y) that is inside. */
    default double coverage(double x, double y, double side) {
        return Math.clamp(0.5 - distance(x, y) / side, 0.0, 1.0);
    }

    /** What is in both. */
    default Pattern and(Pattern other) {
        return (x, y) -> Math.max(distance(x, y), other.distance(x, y));
    }
}
