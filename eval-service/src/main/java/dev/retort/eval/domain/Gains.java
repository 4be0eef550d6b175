package dev.retort.eval.domain;

import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.Evidence;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.experiment.Comparison.Gain;
import dev.retort.distill.statistics.McNemar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In what a candidate that was shown to be not worse is ahead of the champion. Its size is a fact. All else is a claim that
 * has to be shown: the level of this comparison is divided by the number of claims that are tested, so that one that has no
 * gain is taken for one that has with at most that chance. What is not known is no gain.
 */
final class Gains {
    /** Of the champion's bytes. */
    private static final double SMALLER = 0.95;

    private final List<String> shown = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private final double level;

    /** @param level of the comparison */
    Gains(DecisionInputs inputs, Contender champion, PairedCounts table, double level) {
        List<Gain> wanted = inputs.policy().comparisonOrStandard().gains();
        Evidence evidence = inputs.evidenceOrNone();
        long tested = 1 + wanted.stream().filter(gain -> gain != Gain.SMALLER).count();
        this.level = level / tested;
        for (Gain gain : wanted) {
            switch (gain) {
                case SMALLER -> smaller(inputs.candidate().artefactBytes(), champion.artefactBytes());
                case FASTER -> faster(evidence.times());
                case BETTER_CALIBRATED -> calibrated(evidence.calibration());
            }
        }
        claim("more accurate: McNemar mid-p, one-sided", McNemar.midP(table));
    }

    /** In words; empty if it has none. */
    List<String> shown() {
        return List.copyOf(shown);
    }

    /** What was looked for and not found, in words. */
    List<String> missed() {
        return List.copyOf(missed);
    }

    private void claim(String what, double p) {
        (p <= level ? shown : missed)
                .add("%s, p = %s, asked for p ≤ %s".formatted(what, Words.probability(p), Words.probability(level)));
    }

    private void smaller(long candidate, long champion) {
        (candidate <= SMALLER * champion ? shown : missed)
                .add("smaller: %s against %s".formatted(Words.bytes(candidate), Words.bytes(champion)));
    }

    private void faster(Evidence.@Nullable TimedPairs times) {
        if (times == null) {
            missed.add("faster: they were not timed side by side");
            return;
        }
        int slower = times.pairs() - times.faster();
        claim(
                "faster: %s against %s (medians), by a tenth or more in %d of %d pairs timed in turn, sign test"
                        .formatted(
                                Words.milliseconds(times.candidateMilliseconds()),
                                Words.milliseconds(times.championMilliseconds()),
                                times.faster(),
                                times.pairs()),
                McNemar.midP(new PairedCounts(0, times.faster(), slower, 0)));
    }

    private void calibrated(Evidence.@Nullable PairedCalibration calibration) {
        if (calibration == null) {
            missed.add("better calibrated: it is not known how they compare");
            return;
        }
        claim(
                "better calibrated: error %s against %s as served, lower by half a point by the paired bootstrap"
                        .formatted(
                                Words.percent(calibration.candidateError()),
                                Words.percent(calibration.championError())),
                calibration.p());
    }
}
