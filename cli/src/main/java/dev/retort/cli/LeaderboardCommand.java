package dev.retort.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.cli.audit.Standings;
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
            description = "accuracy (default), test-accuracy, top-five, likelihood, brier, calibration, least-recall,"
                    + " latency, p99, throughput, memory, teacher-agreement, champion-agreement, size, parameters or"
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
        JsonNode answer = new EvaluationQueries(data.running()).get(path());
        if (json) {
            System.out.println(answer.toPrettyString());
        } else {
            System.out.println(compare == null ? Standings.of(answer) : Standings.sideBySide(answer));
        }
        return ExitCode.OK;
    }

    private String path() {
        if (compare != null) {
            return "/leaderboard/comparison?a=%s&b=%s"
                    .formatted(
                            EvaluationQueries.encoded(compare.getFirst()),
                            EvaluationQueries.encoded(compare.getLast()));
        }
        String filter = run == null ? "" : "&run=" + EvaluationQueries.encoded(run);
        return "/leaderboard?sort=" + EvaluationQueries.encoded(sort) + filter;
    }
}
