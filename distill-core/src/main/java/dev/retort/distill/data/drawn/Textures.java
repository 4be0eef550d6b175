package dev.retort.distill.data.drawn;

/** Patterns without an outline, endless in the plane; {@code period} is the length after which they repeat. */
final class Textures {
    private Textures() {}

    static Pattern stripes(double period) {
        return (x, y) -> wave(y, period);
    }

    static Pattern checkerboard(double period) {
        return (x, y) -> {
            double across = wave(x, period);
            double down = wave(y, period);
            double nearest = Math.min(Math.abs(across), Math.abs(down));
            return across * down < 0 ? -nearest : nearest;
        };
    }

    /** Rows of dots, every second one moved by half a period. */
    static Pattern dots(double period) {
        return (x, y) -> {
            double row = Math.floor(y / period);
            double moved = x + (row % 2 == 0 ? 0 : period / 2);
            double toCentreX = moved - period * (Math.floor(moved / period) + 0.5);
            double toCentreY = y - period * (row + 0.5);
            return Math.sqrt(toCentreX * toCentreX + toCentreY * toCentreY) - 0.33 * period;
        };
    }

    /** One arm that goes outwards by {@code period} a turn. */
    static Pattern spiral(double period) {
        return (x, y) -> {
            double turn = StrictMath.atan2(y, x) / (2 * Math.PI);
            return wave(Math.sqrt(x * x + y * y) - turn * period, period);
        };
    }

    /** Distance from the edges of a square wave: negative over half of each period. */
    private static double wave(double position, double period) {
        double phase = position / period - Math.floor(position / period);
        return (0.25 - Math.abs(phase - 0.5)) * period;
    }
}
