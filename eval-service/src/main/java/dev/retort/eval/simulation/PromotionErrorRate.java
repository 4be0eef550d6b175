package dev.retort.eval.simulation;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.Comparison;
import dev.retort.contracts.experiment.Comparison.Rule;
import dev.retort.contracts.experiment.PromotionPolicy;
import dev.retort.distill.statistics.Interval;
import dev.retort.distill.statistics.McNemar;
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
 */
public final class PromotionErrorRate {
    private static final double EASY_SHARE = 0.8;
    private static final double EASY = 0.99;
    private static final double CONFIDENCE = 0.95;

    private final Setting setting;
    private final SplittableRandom random;
    private final PromotionPolicy policy;

    private PromotionErrorRate(Setting setting) {
        this.setting = setting;
        this.random = new SplittableRandom(setting.seed());
        this.policy = new PromotionPolicy(0, 0, new Comparison(Rule.BETTER, setting.level(), 1, List.of()), null);
    }

    /** @param ahead accuracy that each candidate has more than the champion; 0 for equal ones */
    public record Setting(int images, int candidates, int series, double level, double ahead, long seed) {}

    /**
     * Shares of series in which at least one candidate replaced the champion.
     *
     * @param rule as Retort decides
     * @param uncorrected had each been tested at the whole level
     * @param higher had the higher accuracy won
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
            uncorrected |= McNemar.midP(table) <= setting.level();
            higher |= table.difference() > 0;
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

    /** What is ahead comes from the images that are not easy. */
    private boolean[] answers(double[] easiness, double ahead) {
        boolean[] right = new boolean[easiness.length];
        for (int i = 0; i < right.length; i++) {
            double more = easiness[i] == EASY ? 0 : ahead / (1 - EASY_SHARE);
            right[i] = random.nextDouble() < easiness[i] + more;
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
                attempt));
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
                null,
                null);
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
        IO.println("| ahead by | images | candidates | the rule (95 %) | uncorrected | higher number wins |");
        IO.println("|---|---|---|---|---|---|");
        for (int images : new int[] {500, 5000}) {
            for (int candidates : new int[] {1, 10, 100}) {
                print(new Setting(images, candidates, series, 0.05, 0, 1));
            }
            print(new Setting(images, 1, series, 0.05, 0.02, 2));
            print(new Setting(images, 10, series, 0.05, 0.02, 3));
        }
    }

    private static void print(Setting setting) {
        Rates rates = simulate(setting);
        IO.println(String.format(
                Locale.ROOT,
                "| %.0f points | %d | %d | %.1f %% (%.1f to %.1f) | %.1f %% | %.1f %% |",
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
