package dev.retort.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.cli.audit.SeedTable;
import dev.retort.cli.audit.Standings;
import dev.retort.contracts.Json;
import dev.retort.distill.statistics.SeedStudy;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "leaderboard",
        description = "Shows every version that was scored, or two of them side by side; * is the champion.",
        mixinStandardHelpOptions = true)
final class LeaderboardCommand implements Callable<Integer> {
    @Option(names = "--run", paramLabel = "RUN", description = "Only versions of this run.")
    @Nullable
    String run;

    @Option(
            names = "--sort",
            paramLabel = "METRIC",
            description = "accuracy (default), test-accuracy, top-five, likelihood, brier, calibration, calibrated,"
                    + " calibrated-likelihood, calibrated-brier, least-recall, latency, p99, throughput, memory, teacher-agreement, champion-agreement, size, parameters or"
                    + " multiply-adds.")
    String sort = "accuracy";

    @Option(
            names = "--compare",
            arity = "2",
            paramLabel = "VERSION",
            description = "Two versions, by what they said to the same images; neither is run again.")
    @Nullable
    List<String> compare;

    @Option(names = "--json", description = "As JSON, for scripts.")
    boolean json;

    @Mixin
    DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        EvaluationQueries queries = new EvaluationQueries(data.running());
        JsonNode answer = queries.get(path());
        if (json) {
            System.out.println(answer.toPrettyString());
        } else if (compare != null) {
            System.out.println(Standings.sideBySide(answer));
        } else {
            System.out.println(Standings.of(answer, sort));
            printSeeds(queries.get("/leaderboard/seeds" + filter('?')));
        }
        return ExitCode.OK;
    }

    private static void printSeeds(JsonNode runs) {
        for (JsonNode seeds : runs) {
            System.out.printf(
                    "%n%s%s%n",
                    seeds.path("run").asText(), SeedTable.of(study(seeds, "heldOut"), study(seeds, "test")));
        }
    }

    private static SeedStudy study(JsonNode seeds, String split) {
        return Json.MAPPER.convertValue(seeds.path(split), SeedStudy.class);
    }

    private String path() {
        if (compare != null) {
            return "/leaderboard/comparison?a=%s&b=%s"
                    .formatted(
                            EvaluationQueries.encoded(compare.getFirst()),
                            EvaluationQueries.encoded(compare.getLast()));
        }
        return "/leaderboard?sort=" + EvaluationQueries.encoded(sort) + filter('&');
    }

    private String filter(char separator) {
        return run == null ? "" : separator + "run=" + EvaluationQueries.encoded(run);
    }
}
