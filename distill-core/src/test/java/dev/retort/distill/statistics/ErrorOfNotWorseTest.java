package dev.retort.distill.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.PairedCounts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often candidates that are worse by exactly the margin are taken for not worse, without a simulation: every table is
 * counted with its probability. The sum over the candidates of a series bounds the share of series, whatever they have in
 * common.
 */
class ErrorOfNotWorseTest {
    private static final double LEVEL = 0.05;
    private static final double MARGIN = 0.01;
    private static final int CANDIDATES = 100;
    /** What is further off in b or c has less than 1e-9 of the probability. */
    private static final double DEVIATIONS = 7;

    @ParameterizedTest
    @CsvSource({
        "200, 0.005",
        "200, 0.05",
        "500, 0",
        "500, 0.002",
        "500, 0.03792",
        "500, 0.15",
        "2000, 0.02",
        "2000, 0.1"
    })
    void staysWithinTheLevelInASeriesHoweverOftenTheyDisagree(int images, double onlyCandidate) {
        double spent = spent(images, onlyCandidate, onlyCandidate + MARGIN);

        assertThat(spent).isBetween(1e-4, LEVEL);
    }

    /** Σ over tables of probability · number of candidates of the series that would pass with it. */
    private static double spent(int images, double onlyCandidate, double onlyChampion) {
        double[] logFactorials = logFactorials(images);
        double spent = 0;
        for (int b = 0; b <= greatest(images, onlyCandidate); b++) {
            for (int c = 0; c <= greatest(images, onlyChampion) && b + c <= images; c++) {
                int neither = images - b - c;
                double log = logFactorials[images] - logFactorials[b] - logFactorials[c] - logFactorials[neither];
                log += times(b, onlyCandidate) + times(c, onlyChampion);
                log += times(neither, 1 - onlyCandidate - onlyChampion);
                spent += Math.exp(log) * passing(new PairedCounts(neither, b, c, 0));
            }
        }
        return spent;
    }

    private static int passing(PairedCounts table) {
        double p = PairedDifference.nonInferiority(table, MARGIN);
        int passing = 0;
        while (passing < CANDIDATES && p <= SignificanceBudget.at(LEVEL, passing + 1)) {
            passing++;
        }
        return passing;
    }

    private static int greatest(int images, double share) {
        return Math.min(images, (int) (images * share + DEVIATIONS * (1 + Math.sqrt(images * share))));
    }

    /** count·log(probability), where 0·log(0) is 0. */
    private static double times(int count, double probability) {
        return count == 0 ? 0 : count * Math.log(probability);
    }

    private static double[] logFactorials(int greatest) {
        double[] logs = new double[greatest + 1];
        for (int i = 1; i <= greatest; i++) {
            logs[i] = logs[i - 1] + Math.log(i);
        }
        return logs;
    }
}
