package dev.retort.distill.data;

/** Along one side: which source pixels make a target pixel, and with what weights; those of a target pixel add up to 1. */
final class Taps {
    private final int[] firsts;
    private final double[][] weights;

    private Taps(int targets) {
        this.firsts = new int[targets];
        this.weights = new double[targets][];
    }

    static Taps of(int sources, int targets) {
        Taps taps = new Taps(targets);
        double scale = (double) sources / targets;
        for (int target = 0; target < targets; target++) {
            if (scale >= 1) {
                taps.setArea(target, target * scale, (target + 1) * scale, sources);
            } else {
                taps.setLinear(target, (target + 0.5) * scale - 0.5, sources);
            }
        }
        return taps;
    }

    int first(int target) {
        return firsts[target];
    }

    int count(int target) {
        return weights[target].length;
    }

    double weight(int target, int source) {
        int position = source - firsts[target];
        return position >= 0 && position < weights[target].length ? weights[target][position] : 0;
    }

    private void setArea(int target, double from, double to, int sources) {
        int first = Math.min((int) from, sources - 1);
        int last = Math.min((int) Math.ceil(to), sources);
        firsts[target] = first;
        weights[target] = new double[last - first];
        for (int source = first; source < last; source++) {
            double covered = Math.min(to, source + 1.0) - Math.max(from, source);
            weights[target][source - first] = Math.max(0, covered) / (to - from);
        }
    }

    private void setLinear(int target, double position, int sources) {
        double inside = Math.clamp(position, 0.0, sources - 1.0);
        int first = (int) inside;
        double share = inside - first;
        firsts[target] = first;
        weights[target] = first + 1 < sources ? new double[] {1 - share, share} : new double[] {1};
    }
}
