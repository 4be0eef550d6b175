package dev.retort.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "lineage",
        description = {
            "Walks back from a version to the images it was made from, and checks every digest on the way in the store.",
            "Exit code 1 if something is missing or is not what its digest says."
        },
        mixinStandardHelpOptions = true)
final class LineageCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VERSION", description = "Model version of ./retort leaderboard, or its first digits.")
    String version = "";

    @Option(names = "--json", description = "As JSON, for scripts.")
    boolean json;

    @Mixin
    DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode steps = new EvaluationQueries(data.running()).lineage(version);
        boolean verified = true;
        for (JsonNode step : steps) {
            verified &= step.path("verified").asBoolean(true);
            if (!json) {
                print(step);
            }
        }
        if (json) {
            System.out.println(steps.toPrettyString());
        }
        return verified ? ExitCode.OK : ExitCode.FAILURE;
    }

    /** What cannot be checked is no fault. */
    private static String mark(JsonNode verified) {
        return verified.isBoolean() ? verified.asBoolean() ? "✓" : "✗" : "-";
    }

    private static void print(JsonNode step) {
        System.out.printf(
                "%s %-13s %s%n  %-13s %s%n",
                mark(step.path("verified")),
                step.path("what").asText(),
                step.path("name").asText(),
                "",
                step.path("detail").asText());
    }
}
