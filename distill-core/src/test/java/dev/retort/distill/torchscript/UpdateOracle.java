package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.distill.torchscript.FlatLayout.Slot;
import java.util.Arrays;

/** Updates in plain loops and double precision, one parameter tensor after the other. */
final class UpdateOracle {
    private final UpdateScript rule;
    private final FlatLayout layout;
    final double[] weights;
    final double[] momentum;
    final double[] mean;
    final double[] squares;
    final double[] average;
    final double[] averageStatistics;
    private final double[] statistics;
    private int updates;

    UpdateOracle(
            UpdateScript rule,
            FlatLayout layout,
            double[] weights,
            double[] statistics,
            double[] average,
            double[] averageStatistics) {
        this.rule = rule;
        this.layout = layout;
        this.weights = weights.clone();
        this.momentum = new double[weights.length];
        this.mean = new double[weights.length];
        this.squares = new double[weights.length];
        this.statistics = statistics;
        this.average = average.clone();
        this.averageStatistics = averageStatistics.clone();
    }

    void update(double[] gradient, double rate) {
        double[] g = gradient.clone();
        double norm = norm(g, 0, g.length);
        double factor = rule.gradientClip() > 0 ? Math.min(1, rule.gradientClip() / (norm + 1e-6)) : 1;
        Arrays.setAll(g, i -> g[i] * factor);
        updates++;
        for (Slot slot : layout.parameters()) {
            switch (rule.optimizer()) {
                case OptimizerSpec.Sgd sgd -> sgd(sgd, slot, g, rate);
                case OptimizerSpec.AdamW adamW -> adamW(adamW, slot, g, rate);
                case OptimizerSpec.Muon muon -> muon(muon, slot, g, rate);
            }
        }
        double keep = Math.min(rule.averageDecay(), (1.0 + updates) / (10.0 + updates));
        follow(average, weights, keep);
        follow(averageStatistics, statistics, keep);
    }

    private static void follow(double[] average, double[] values, double keep) {
        for (int i = 0; i < average.length; i++) {
            average[i] = keep * average[i] + (1 - keep) * values[i];
        }
    }

    private void sgd(OptimizerSpec.Sgd sgd, Slot slot, double[] g, double rate) {
        for (int i = slot.offset(); i < slot.offset() + slot.entry().size(); i++) {
            double d = g[i] + sgd.weightDecay() * weights[i];
            momentum[i] = sgd.momentum() * momentum[i] + d;
            weights[i] -= rate * (sgd.nesterov() ? d + sgd.momentum() * momentum[i] : momentum[i]);
        }
    }

    private void adamW(OptimizerSpec.AdamW adam, Slot slot, double[] g, double rate) {
        for (int i = slot.offset(); i < slot.offset() + slot.entry().size(); i++) {
            weights[i] -= rate * adam.weightDecay() * weights[i];
            mean[i] = adam.beta1() * mean[i] + (1 - adam.beta1()) * g[i];
            squares[i] = adam.beta2() * squares[i] + (1 - adam.beta2()) * g[i] * g[i];
            double meanNow = mean[i] / (1 - Math.pow(adam.beta1(), updates));
            double squaresNow = squares[i] / (1 - Math.pow(adam.beta2(), updates));
            weights[i] -= rate * meanNow / (Math.sqrt(squaresNow) + adam.epsilon());
        }
    }

    private void muon(OptimizerSpec.Muon muon, Slot slot, double[] g, double rate) {
        if (!slot.isConvolution()) {
            sgd(muon.rest(), slot, g, rate * muon.rest().learningRate() / muon.learningRate());
            return;
        }
        int rows = slot.entry().shape().getFirst();
        int columns = slot.entry().size() / rows;
        double[][] direction = new double[rows][columns];
        for (int i = 0; i < rows * columns; i++) {
            int at = slot.offset() + i;
            momentum[at] = muon.momentum() * momentum[at] + g[at];
            direction[i / columns][i % columns] =
                    muon.nesterov() ? g[at] + muon.momentum() * momentum[at] : momentum[at];
        }
        double norm = norm(weights, slot.offset(), slot.offset() + rows * columns);
        double[][] step = orthogonal(direction, muon.iterations());
        for (int i = 0; i < rows * columns; i++) {
            int at = slot.offset() + i;
            weights[at] = weights[at] / norm * Math.sqrt(rows) - rate * step[i / columns][i % columns];
        }
    }

    private static double[][] orthogonal(double[][] m, int iterations) {
        double norm = Math.sqrt(
                Arrays.stream(m).flatMapToDouble(Arrays::stream).map(x -> x * x).sum());
        double[][] x = scaled(m, 1 / norm);
        for (int i = 0; i < iterations; i++) {
            double[][] a = product(x, transposed(x));
            double[][] b = sum(scaled(a, -4.7750), scaled(product(a, a), 2.0315));
            x = sum(scaled(x, 3.4445), product(b, x));
        }
        return x;
    }

    private static double norm(double[] values, int from, int to) {
        return Math.sqrt(Arrays.stream(values, from, to).map(x -> x * x).sum());
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    private static double[][] scaled(double[][] a, double factor) {
        return Arrays.stream(a)
                .map(row -> Arrays.stream(row).map(x -> factor * x).toArray())
                .toArray(double[][]::new);
    }

    private static double[][] sum(double[][] a, double[][] b) {
        double[][] c = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                c[i][j] = a[i][j] + b[i][j];
            }
        }
        return c;
    }
}
