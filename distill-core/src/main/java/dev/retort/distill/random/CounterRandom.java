package dev.retort.distill.random;

/**
 * The random numbers of one place: (seed, stream, row, column) names an endless sequence that is independent of every
 * other. Not for several threads; cheap to make, so make one a place.
 */
public final class CounterRandom {
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    private final int[] words = new int[4];
    private final int key0;
    private final int key1;
    private final int stream;
    private final int row;
    private final int column;
    private int block;
    private int used = words.length;

    /** @param stream what the numbers are for; see {@link Stream} */
    public CounterRandom(long seed, Stream stream, int row, int column) {
        this.key0 = (int) seed;
        this.key1 = (int) (seed >>> 32);
        this.stream = stream.number();
        this.row = row;
        this.column = column;
    }

    /** 32 random bits. */
    public int nextInt() {
        if (used == words.length) {
            Philox.block(key0, key1, block++, column, row, stream, words);
            used = 0;
        }
        return words[used++];
    }

    public boolean nextBoolean() {
        return nextInt() < 0;
    }

    /** Uniform in [0, bound), without bias (Lemire 2019: multiply, and reject what would make it uneven). */
    public int below(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, is " + bound);
        }
        long product = Integer.toUnsignedLong(nextInt()) * bound;
        if ((product & 0xFFFFFFFFL) < bound) {
            long uneven = (1L << 32) % bound;
            while ((product & 0xFFFFFFFFL) < uneven) {
                product = Integer.toUnsignedLong(nextInt()) * bound;
            }
        }
        return (int) (product >>> 32);
    }

    /** Uniform in [0, 1), 53 bits. */
    public double nextDouble() {
        long high = Integer.toUnsignedLong(nextInt()) << 21;
        return (high | (nextInt() >>> 11)) * DOUBLE_UNIT;
    }

    /** Uniform in [least, greatest). */
    public double between(double least, double greatest) {
        return least + (greatest - least) * nextDouble();
    }

    /** Normal with mean 0 and deviation 1 (Box and Muller's transform; strict mathematics, so that all machines agree). */
    public double normal() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /** Beta(shape, shape), from two gamma variables; {@code shape} &gt; 0. Between 0 and 1. */
    public double symmetricBeta(double shape) {
        double first = gamma(shape);
        double second = gamma(shape);
        // Both underflow when the shape is tiny: the distribution is then two points, 0 and 1.
        return first + second > 0 ? first / (first + second) : nextInt() & 1;
    }

    /** Marsaglia and Tsang 2000; shapes below 1 through Gamma(shape + 1) · U^(1/shape). */
    private double gamma(double shape) {
        if (shape < 1) {
            return gamma(shape + 1) * StrictMath.pow(1 - nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = normal();
            double v = 1 + c * x;
            v = v * v * v;
            if (v > 0 && StrictMath.log(1 - nextDouble()) < x * x / 2 + d * (1 - v + StrictMath.log(v))) {
                return d * v;
            }
        }
    }
}
