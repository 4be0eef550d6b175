package dev.retort.eval.http;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.distill.statistics.SeedStudy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run with several seeds has shown, by accuracy on each split; test is reported, nothing is decided by it. */
public record RunSeeds(String run, SeedStudy heldOut, SeedStudy test) {

    /** Of runs with two seeds or more. */
    static List<RunSeeds> of(List<EvaluationCompleted> evaluations) {
        Map<String, List<EvaluationCompleted>> runs = evaluations.stream()
                .collect(Collectors.groupingBy(EvaluationCompleted::run, LinkedHashMap::new, Collectors.toList()));
        return runs.entrySet().stream()
                .map(run -> of(run.getKey(), run.getValue()))
                .filter(seeds -> !seeds.heldOut().isEmpty())
                .toList();
    }

    private static RunSeeds of(String run, List<EvaluationCompleted> scores) {
        return new RunSeeds(
                run,
                SeedStudy.of(scores, score -> score.heldOut().accuracy()),
                SeedStudy.of(scores, score -> score.test().accuracy()));
    }
}
