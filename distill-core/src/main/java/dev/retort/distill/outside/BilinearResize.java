package dev.retort.distill.outside;

import dev.retort.contracts.experiment.Preprocessing.Size;
import java.nio.FloatBuffer;

/**
 * One plane to another size, as PyTorch's {@code interpolate(mode="bilinear", align_corners=False, antialias=True)}. A target
 * pixel i has its centre at (i + ½) · source / target; it takes source pixels at distance d with the weight max(0, 1 − d /
 * support), support = max(1, source / target), and weights sum to 1. A side that does not get smaller is the same without
 * antialias. Used from one thread at a time.
 */
final class BilinearResize {
    private final Size from;
    private final Size to;
    private final float[][] rows;
    private final int[] firstRows;
    private final float[][] columns;
    private final int[] firstColumns;
    /** Of the source's height and the target's width. */
    private final float[] narrow;

    BilinearResize(Size from, Size to) {
        this.from = from;
        this.to = to;
        this.firstRows = new int[to.height()];
        this.rows = weights(from.height(), to.height(), firstRows);
        this.firstColumns = new int[to.width()];
        this.columns = weights(from.width(), to.width(), firstColumns);
        this.narrow = new float[from.height() * to.width()];
    }

    /** @param plane [height, width] of the source, row by row */
    void resize(float[] plane, FloatBuffer target) {
        for (int y = 0; y < from.height(); y++) {
            for (int x = 0; x < to.width(); x++) {
                narrow[y * to.width() + x] = sum(plane, y * from.width() + firstColumns[x], 1, columns[x]);
            }
        }
        for (int y = 0; y < to.height(); y++) {
            for (int x = 0; x < to.width(); x++) {
                target.put(sum(narrow, firstRows[y] * to.width() + x, to.width(), rows[y]));
            }
        }
    }

    private static float sum(float[] values, int first, int stride, float[] weights) {
        float sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * values[first + i * stride];
        }
        return sum;
    }

    /** Bounds are rounded as PyTorch rounds them: what it leaves out at the edge of the support has weight there, too. */
    private static float[][] weights(int source, int target, int[] firsts) {
        double ratio = (double) source / target;
        double support = Math.max(1, ratio);
        float[][] weights = new float[target][];
        for (int i = 0; i < target; i++) {
            double centre = ratio * (i + 0.5);
            int first = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(source, (int) (centre + support + 0.5));
            firsts[i] = first;
            weights[i] = normalised(first, end, centre, support);
        }
        return weights;
    }

    private static float[] normalised(int first, int end, double centre, double support) {
        double[] raw = new double[end - first];
        double sum = 0;
        for (int j = 0; j < raw.length; j++) {
            raw[j] = Math.max(0, 1 - Math.abs(first + j + 0.5 - centre) / support);
            sum += raw[j];
        }
        float[] weights = new float[raw.length];
        for (int j = 0; j < weights.length; j++) {
            weights[j] = (float) (raw[j] / sum);
        }
        return weights;
    }
}
