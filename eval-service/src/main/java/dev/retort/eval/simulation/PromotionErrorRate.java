package dev.retort.eval.simulation;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.Evidence;
import dev.retort.contracts.event.Evidence.PairedCalibration;
import dev.retort.contracts.event.Evidence.TimedPairs;
import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.Parity;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.Comparison;
import dev.retort.contracts.experiment.Comparison.Gain;
import dev.retort.contracts.experiment.Comparison.Rule;
import dev.retort.contracts.experiment.PromotionPolicy;
import dev.retort.distill.statistics.McNemar;
import dev.retort.distill.statistics.PairedDifference;
import dev.retort.distill.statistics.Wilson;
import dev.retort.eval.domain.PromotionDecision;
import dev.retort.eval.domain.PromotionRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How often a series of candidates, all exactly as good as the champion, replaces it by chance. Each held-out image has a
 * probability of being classified right, the same for every version: four of five images 0.99, the others uniform in [0, 1].
 * All candidates of a series meet one champion on one set of images, as in a long experiment.
 * For {@code not-worse} the candidates are worse by exactly the margin; or as good, and have no gain either: the sign test of their
 * times is a coin's, and p of the calibration uniform, as at the border of what is tested.
 */
public final class PromotionErrorRate {
    private static final double EASY_SHARE = 0.8;
    private static final double EASY = 0.99;
    private static final double CONFIDENCE = 0.95;
    private static final double MARGIN_POINTS = 1;
    private static final int TIMED_PAIRS = 200;

    private final Setting setting;
    private final SplittableRandom random;
    private final PromotionPolicy policy;

    private PromotionErrorRate(Setting setting) {
        this.setting = setting;
        this.random = new SplittableRandom(setting.seed());
        this.policy = new PromotionPolicy(0, 0, setting.claim().comparison(setting.level()), null);
    }

    /** What is asked of a candidate. */
    public enum Claim {
        BETTER(Rule.BETTER, false),
        NOT_WORSE(Rule.NOT_WORSE, false),
        NOT_WORSE_AND_A_GAIN(Rule.NOT_WORSE, true);

        private final Rule rule;
        private final boolean asksForAGain;

        Claim(Rule rule, boolean asksForAGain) {
            this.rule = rule;
            this.asksForAGain = asksForAGain;
        }

        Comparison comparison(double level) {
            List<Gain> gains = asksForAGain ? List.of(Gain.values()) : List.of();
            return new Comparison(rule, level, MARGIN_POINTS, gains);
        }

        /** Of the claim alone, without correction. */
        double p(PairedCounts table) {
            return rule == Rule.BETTER
                    ? McNemar.midP(table)
                    : PairedDifference.nonInferiority(table, MARGIN_POINTS / 100);
        }

        double leastDifference() {
            return rule == Rule.BETTER ? 0 : -MARGIN_POINTS / 100;
        }
    }

    /** @param ahead accuracy that each candidate has more than the champion; 0 for equal ones */
    public record Setting(Claim claim, int images, int candidates, int series, double level, double ahead, long seed) {}

    /**
     * Shares of series in which at least one candidate replaced the champion.
     *
     * @param rule as Retort decides
     * @param uncorrected had each been tested at the whole level
     * @param higher had the higher accuracy won, or that within the margin
     */
    public record Rates(double rule, Interval ruleInterval, double uncorrected, double higher) {}

    public static Rates simulate(Setting setting) {
        return new PromotionErrorRate(setting).run();
    }

    private Rates run() {
        int rule = 0;
        int uncorrected = 0;
        int higher = 0;
        for (int series = 0; series < setting.series(); series++) {
            Outcome outcome = series();
            rule += outcome.rule() ? 1 : 0;
            uncorrected += outcome.uncorrected() ? 1 : 0;
            higher += outcome.higher() ? 1 : 0;
        }
        double all = setting.series();
        return new Rates(
                rule / all, Wilson.interval(rule, setting.series(), CONFIDENCE), uncorrected / all, higher / all);
    }

    private record Outcome(boolean rule, boolean uncorrected, boolean higher) {}

    private Outcome series() {
        double[] easiness = easiness();
        boolean[] champion = answers(easiness, 0);
        boolean rule = false;
        boolean uncorrected = false;
        boolean higher = false;
        for (int attempt = 1; attempt <= setting.candidates(); attempt++) {
            PairedCounts table = table(answers(easiness, setting.ahead()), champion);
            rule |= decide(table, attempt) instanceof PromotionDecision.Promoted;
            uncorrected |= setting.claim().p(table) <= setting.level();
            higher |= table.difference() > setting.claim().leastDifference();
        }
        return new Outcome(rule, uncorrected, higher);
    }

    private double[] easiness() {
        double[] easiness = new double[setting.images()];
        for (int i = 0; i < easiness.length; i++) {
            easiness[i] = random.nextDouble() < EASY_SHARE ? EASY : random.nextDouble();
        }
        return easiness;
    }

    /** What is ahead comes from the images that are not easy, and are half right in the mean: no chance leaves [0, 1]. */
    private boolean[] answers(double[] easiness, double ahead) {
        double share = 2 * Math.abs(ahead) / (1 - EASY_SHARE);
        boolean[] right = new boolean[easiness.length];
        for (int i = 0; i < right.length; i++) {
            double chance = easiness[i];
            if (chance != EASY) {
                chance += ahead < 0 ? -share * chance : share * (1 - chance);
            }
            right[i] = random.nextDouble() < chance;
        }
        return right;
    }

    private PromotionDecision decide(PairedCounts table, int attempt) {
        return PromotionRule.decide(new DecisionInputs(
                PromotionRule.VERSION,
                policy,
                contender("candidate", table.bothRight() + table.onlyCandidate()),
                contender("champion", table.bothRight() + table.onlyChampion()),
                true,
                true,
                table,
                attempt,
                null,
                evidence()));
    }

    /** Without a gain: each pair of times falls to either side, and p of the calibration anywhere. */
    private Evidence evidence() {
        int faster = 0;
        for (int pair = 0; pair < TIMED_PAIRS; pair++) {
            faster += random.nextBoolean() ? 1 : 0;
        }
        return new Evidence(
                (long) setting.images(),
                null,
                null,
                new TimedPairs(TIMED_PAIRS, faster, 1, 1, 1, "simulated"),
                new PairedCalibration(0, 0, random.nextDouble(), 1));
    }

    private Contender contender(String name, int right) {
        double accuracy = (double) right / setting.images();
        Digest version = Digest.of(name.getBytes(StandardCharsets.UTF_8));
        return new Contender(
                version,
                name,
                Role.STUDENT,
                name,
                1,
                true,
                true,
                setting.images(),
                accuracy,
                1,
                null,
                null,
                new Parity(1, 0, 1),
                new Blessing(List.of(), 1, 1, 1, 1));
    }

    private static PairedCounts table(boolean[] candidate, boolean[] champion) {
        int[] counts = new int[4];
        for (int i = 0; i < candidate.length; i++) {
            counts[(candidate[i] ? 0 : 2) + (champion[i] ? 0 : 1)]++;
        }
        return new PairedCounts(counts[0], counts[1], counts[2], counts[3]);
    }

    /** Prints a table. Argument: how many series, 2000 where absent. */
    public static void main(String[] arguments) {
        int series = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2000;
        IO.println("Share of series in which at least one candidate replaces the champion, level 0.05, " + series
                + " series each");
        IO.println("| rule | ahead by | images | candidates | the rule (95 %) | uncorrected | higher number wins |");
        IO.println("|---|---|---|---|---|---|---|");
        for (int images : new int[] {500, 5000}) {
            for (int candidates : new int[] {1, 10, 100}) {
                print(new Setting(Claim.BETTER, images, candidates, series, 0.05, 0, 1));
                print(new Setting(Claim.NOT_WORSE, images, candidates, series, 0.05, -MARGIN_POINTS / 100, 4));
                print(new Setting(Claim.NOT_WORSE_AND_A_GAIN, images, candidates, series, 0.05, 0, 5));
            }
            print(new Setting(Claim.BETTER, images, 1, series, 0.05, 0.02, 2));
            print(new Setting(Claim.BETTER, images, 10, series, 0.05, 0.02, 3));
        }
    }

    private static void print(Setting setting) {
        Rates rates = simulate(setting);
        IO.println(String.format(
                Locale.ROOT,
                "| %s | %.0f points | %d | %d | %.1f %% (%.1f to %.1f) | %.1f %% | %.1f %% |",
                setting.claim().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                100 * setting.ahead(),
                setting.images(),
                setting.candidates(),
                100 * rates.rule(),
                100 * rates.ruleInterval().low(),
                100 * rates.ruleInterval().high(),
                100 * rates.uncorrected(),
                100 * rates.higher()));
    }
}
