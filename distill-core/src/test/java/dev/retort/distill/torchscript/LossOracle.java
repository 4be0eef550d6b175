package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.SoftTargetLoss;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The losses in plain loops and double precision, from the papers' formulas by way of probabilities. */
final class LossOracle {
    private LossOracle() {}

    /** z, v: [n][classes]; labels: [n]. */
    static double loss(DistillationLoss loss, double labelSmoothing, double[][] z, int[] labels, double[][] v) {
        double total = loss.hardLabelWeight() * crossEntropy(z, labels, labelSmoothing);
        for (SoftTargetLoss term : loss.softTargets()) {
            double value = switch (term) {
                case SoftTargetLoss.Kd kd -> kd(kd, z, v);
                case SoftTargetLoss.Dkd dkd -> dkd(dkd, z, labels, v);
                case SoftTargetLoss.Dist dist -> dist(dist, z, v);
            };
            total += term.weight() * term.temperature() * term.temperature() * value;
        }
        return total;
    }

    private static double crossEntropy(double[][] z, int[] labels, double smoothing) {
        double sum = 0;
        for (int n = 0; n < z.length; n++) {
            double[] q = softmax(z[n]);
            for (int c = 0; c < q.length; c++) {
                double target = smoothing / q.length + (c == labels[n] ? 1 - smoothing : 0);
                sum -= target * Math.log(q[c]);
            }
        }
        return sum / z.length;
    }

    private static double kd(SoftTargetLoss.Kd loss, double[][] z, double[][] v) {
        double sum = 0;
        for (int n = 0; n < z.length; n++) {
            sum += divergence(
                    softmax(scaled(v[n], loss.standardise(), loss.temperature())),
                    softmax(scaled(z[n], loss.standardise(), loss.temperature())));
        }
        return sum / z.length;
    }

    private static double dkd(SoftTargetLoss.Dkd loss, double[][] z, int[] labels, double[][] v) {
        double sum = 0;
        for (int n = 0; n < z.length; n++) {
            double[] p = softmax(scaled(v[n], loss.standardise(), loss.temperature()));
            double[] q = softmax(scaled(z[n], loss.standardise(), loss.temperature()));
            int label = labels[n];
            sum += loss.targetClassWeight() * divergence(pair(p, label), pair(q, label))
                    + loss.nonTargetClassWeight() * divergence(others(p, label), others(q, label));
        }
        return sum / z.length;
    }

    private static double[] pair(double[] p, int label) {
        return new double[] {p[label], 1 - p[label]};
    }

    private static double[] others(double[] p, int label) {
        return IntStream.range(0, p.length)
                .filter(c -> c != label)
                .mapToDouble(c -> p[c] / (1 - p[label]))
                .toArray();
    }

    private static double dist(SoftTargetLoss.Dist loss, double[][] z, double[][] v) {
        double[][] p = Arrays.stream(v)
                .map(row -> softmax(scaled(row, false, loss.temperature())))
                .toArray(double[][]::new);
        double[][] q = Arrays.stream(z)
                .map(row -> softmax(scaled(row, false, loss.temperature())))
                .toArray(double[][]::new);
        return loss.interClassWeight() * uncorrelated(q, p)
                + loss.intraClassWeight() * uncorrelated(transposed(q), transposed(p));
    }

    private static double uncorrelated(double[][] a, double[][] b) {
        double sum = 0;
        for (int n = 0; n < a.length; n++) {
            sum += 1 - correlation(a[n], b[n]);
        }
        return sum / a.length;
    }

    /** Covariance over the product of the deviations. */
    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double covariance = 0;
        double varianceA = 0;
        double varianceB = 0;
        for (int i = 0; i < a.length; i++) {
            covariance += (a[i] - meanA) * (b[i] - meanB) / a.length;
            varianceA += (a[i] - meanA) * (a[i] - meanA) / a.length;
            varianceB += (b[i] - meanB) * (b[i] - meanB) / a.length;
        }
        return covariance / (Math.sqrt(varianceA) * Math.sqrt(varianceB));
    }

    private static double[][] transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int n = 0; n < rows.length; n++) {
            for (int c = 0; c < columns.length; c++) {
                columns[c][n] = rows[n][c];
            }
        }
        return columns;
    }

    private static double[] scaled(double[] logits, boolean standardise, double temperature) {
        double mean = standardise ? Arrays.stream(logits).average().orElseThrow() : 0;
        double variance = Arrays.stream(logits)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow();
        double deviation = standardise ? Math.sqrt(variance) : 1;
        return Arrays.stream(logits)
                .map(x -> (x - mean) / deviation / temperature)
                .toArray();
    }

    private static double[] softmax(double[] logits) {
        double greatest = Arrays.stream(logits).max().orElseThrow();
        double sum = Arrays.stream(logits).map(x -> Math.exp(x - greatest)).sum();
        return Arrays.stream(logits).map(x -> Math.exp(x - greatest) / sum).toArray();
    }

    private static double divergence(double[] p, double[] q) {
        return IntStream.range(0, p.length)
                .mapToDouble(c -> p[c] * Math.log(p[c] / q[c]))
                .sum();
    }
}
