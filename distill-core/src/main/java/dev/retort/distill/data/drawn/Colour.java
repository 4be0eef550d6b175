package dev.retort.distill.data.drawn;

import dev.retort.distill.random.CounterRandom;

/** Red, green and blue in [0, 1]. */
record Colour(double red, double green, double blue) {

    /** @param hue one turn of the colour circle is 1 */
    static Colour ofHue(double hue, double saturation, double value) {
        return new Colour(
                component(hue, saturation, value),
                component(hue + 2.0 / 3, saturation, value),
                component(hue + 1.0 / 3, saturation, value));
    }

    static Colour any(CounterRandom random) {
        return ofHue(random.nextDouble(), random.between(0.15, 0.9), random.between(0.15, 1));
    }

    /** A colour that can be told from this one, by at least {@code distance}. */
    Colour unlike(CounterRandom random, double distance) {
        Colour other = any(random);
        for (int attempt = 0; attempt < 16 && distanceTo(other) < distance; attempt++) {
            other = any(random);
        }
        return other;
    }

    Colour mixedWith(Colour other, double share) {
        return new Colour(
                red + share * (other.red - red),
                green + share * (other.green - green),
                blue + share * (other.blue - blue));
    }

    /** Green counts most, as for the eye. */
    private double distanceTo(Colour other) {
        return 0.3 * Math.abs(red - other.red)
                + 0.5 * Math.abs(green - other.green)
                + 0.2 * Math.abs(blue - other.blue);
    }

    /** Of a colour wheel whose six corners are joined by straight lines. */
    private static double component(double hue, double saturation, double value) {
        double sector = 6 * (hue - Math.floor(hue));
        double ramp = Math.clamp(Math.abs(sector - 3) - 1, 0.0, 1.0);
        return value * (1 - saturation * (1 - ramp));
    }
}
