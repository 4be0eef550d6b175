package dev.retort.distill.data.drawn;

/** Figures that are known by their outline. */
final class Shapes {
    /** cos 36° and sin 36°: a star's arms repeat every 72°. */
    private static final double COS_36 = 0.8090169943749475;

    private static final double SIN_36 = 0.5877852522924731;
    private static final double SIN_60 = 0.8660254037844386;

    private Shapes() {}

    static Pattern disc() {
        return (x, y) -> Math.sqrt(x * x + y * y) - 1;
    }

    static Pattern ring(double thickness) {
        return (x, y) -> Math.abs(Math.sqrt(x * x + y * y) - (1 - thickness / 2)) - thickness / 2;
    }

    static Pattern square() {
        return (x, y) -> Math.max(Math.abs(x), Math.abs(y)) - 0.85;
    }

    static Pattern triangle() {
        return (x, y) -> Math.max(-y, Math.abs(x) * SIN_60 + y / 2) - 0.56;
    }

    static Pattern cross(double halfWidth) {
        return (x, y) -> {
            double longer = Math.max(Math.abs(x), Math.abs(y));
            double shorter = Math.min(Math.abs(x), Math.abs(y));
            return Math.max(longer - 1, shorter - halfWidth);
        };
    }

    /** Five arms, by mirroring the plane into one half arm (after I. Quilez's distance functions). */
    static Pattern star(double sharpness) {
        double edgeX = sharpness * SIN_36;
        double edgeY = sharpness * COS_36 - 1;
        double edgeSquared = edgeX * edgeX + edgeY * edgeY;
        return (px, py) -> {
            double x = Math.abs(px);
            double y = py;
            double first = 2 * Math.max(COS_36 * x - SIN_36 * y, 0);
            x -= first * COS_36;
            y += first * SIN_36;
            double second = 2 * Math.max(-COS_36 * x - SIN_36 * y, 0);
            x += second * COS_36;
            y += second * SIN_36;
            x = Math.abs(x);
            y -= 1.15;
            double along = Math.clamp((x * edgeX + y * edgeY) / edgeSquared, 0.0, 1.15);
            double awayX = x - edgeX * along;
            double awayY = y - edgeY * along;
            return Math.sqrt(awayX * awayX + awayY * awayY) * Math.signum(y * edgeX - x * edgeY);
        };
    }

    /** A strip through the origin, endless along x. */
    static Pattern bar(double halfWidth) {
        return (x, y) -> Math.abs(y) - halfWidth;
    }
}
