package dev.retort.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.cli.audit.Explanation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "Says in words why a version was promoted or not, from the record of each decision.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VERSION", description = "Model version of ./retort leaderboard, or its first digits.")
    String version = "";

    @Option(names = "--json", description = "As JSON, for scripts.")
    boolean json;

    @Mixin
    DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        JsonNode decisions = new EvaluationQueries(data.running())
                .get("/versions/%s/decisions".formatted(EvaluationQueries.encoded(version)));
        System.out.println(json ? decisions.toPrettyString() : Explanation.of(decisions));
        return ExitCode.OK;
    }
}
