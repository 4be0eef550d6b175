package dev.retort.distill.statistics;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.contracts.experiment.Replica;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What a run with several seeds has shown by one figure.
 *
 * @param arms those with two seeds or more, in the order of their first scores
 * @param differences of each other arm from the reference: the arm that may not be served, which is the baseline, or the
 *     first where all may
 */
public record SeedStudy(List<Spread> arms, List<PairedSeeds> differences) {
    public SeedStudy {
        arms = List.copyOf(arms);
        differences = List.copyOf(differences);
    }

    /**
     * @param scores of one run; those of students after their last step count, by their fp32 form
     * @param figure such as the accuracy on one split
     */
    public static SeedStudy of(Collection<EvaluationCompleted> scores, ToDoubleFunction<EvaluationCompleted> figure) {
        Map<String, TreeMap<Integer, Double>> figures = new LinkedHashMap<>();
        List<String> baselines = new ArrayList<>();
        for (EvaluationCompleted score : scores) {
            if (score.role() == Role.STUDENT && score.last() && score.precisionOrFp32() == ExportPrecision.FP32) {
                Replica replica = Replica.named(score.arm());
                figures.computeIfAbsent(replica.arm(), arm -> new TreeMap<>())
                        .put(replica.number(), figure.applyAsDouble(score));
                if (!score.promotable()) {
                    baselines.add(replica.arm());
                }
            }
        }
        figures.values().removeIf(bySeed -> bySeed.size() < 2);
        List<Spread> spreads = new ArrayList<>();
        figures.forEach((arm, bySeed) -> spreads.add(Spread.of(arm, List.copyOf(bySeed.values()))));
        return new SeedStudy(spreads, differences(figures, baselines));
    }

    /** Whether there is anything to compare. */
    public boolean isEmpty() {
        return arms.isEmpty();
    }

    private static List<PairedSeeds> differences(
            Map<String, TreeMap<Integer, Double>> figures, List<String> baselines) {
        if (figures.isEmpty()) {
            return List.of();
        }
        String reference = baselines.stream()
                .filter(figures::containsKey)
                .findFirst()
                .orElseGet(() -> figures.keySet().iterator().next());
        TreeMap<Integer, Double> references = figures.getOrDefault(reference, new TreeMap<>());
        List<PairedSeeds> differences = new ArrayList<>();
        figures.forEach((arm, bySeed) -> {
            List<Double> pairs = pairs(bySeed, references);
            if (!arm.equals(reference) && pairs.size() >= 2) {
                differences.add(PairedSeeds.of(arm, reference, pairs));
            }
        });
        return differences;
    }

    /** Of the seeds that both have. */
    private static List<Double> pairs(TreeMap<Integer, Double> bySeed, TreeMap<Integer, Double> references) {
        List<Double> pairs = new ArrayList<>();
        bySeed.forEach((number, value) -> {
            Double other = references.get(number);
            if (other != null) {
                pairs.add(value - other);
            }
        });
        return pairs;
    }
}
