package dev.retort.distill.data.drawn;

import dev.retort.distill.random.CounterRandom;

/**
 * Where a pattern stands on the canvas, whose corners are (−1, −1) and (1, 1).
 *
 * @param cosine of the angle by which it is turned
 * @param scaleX what 1 in the pattern is on the canvas, before turning
 */
record Placement(double centreX, double centreY, double cosine, double sine, double scaleX, double scaleY) {

    /** @param stretch 1 keeps circles round */
    static Placement turned(double centreX, double centreY, double turns, double scale, double stretch) {
        double angle = 2 * Math.PI * turns;
        double root = Math.sqrt(stretch);
        return new Placement(
                centreX, centreY, StrictMath.cos(angle), StrictMath.sin(angle), scale * root, scale / root);
    }

    static Placement anywhere(CounterRandom random, double reach, double scale) {
        return turned(
                random.between(-reach, reach),
                random.between(-reach, reach),
                random.nextDouble(),
                scale,
                random.between(0.8, 1.25));
    }

    double patternX(double x, double y) {
        return ((x - centreX) * cosine + (y - centreY) * sine) / scaleX;
    }

    double patternY(double x, double y) {
        return ((y - centreY) * cosine - (x - centreX) * sine) / scaleY;
    }

    /** What {@code length} on the canvas is in the pattern, about. */
    double inPattern(double length) {
        return length / Math.sqrt(scaleX * scaleY);
    }

    Placement movedBy(double x, double y) {
        return new Placement(centreX + x, centreY + y, cosine, sine, scaleX, scaleY);
    }
}
