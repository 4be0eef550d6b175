package dev.retort.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.cli.http.HttpAnswer;
import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.stack.RunningStack;
import dev.retort.cli.stack.Service;
import dev.retort.contracts.Quantity;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        description = {
            "Trains a student again from the range of the log, the seed and the experiment that its version names, with the"
                    + " code at hand, and says whether the bits agree. Nothing is published; it takes as long as the"
                    + " training took.",
            "Exit code 1 if they differ, or if the version's lineage is broken."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int LINES = 10;

    @Parameters(paramLabel = "VERSION", description = "Model version of ./retort leaderboard, or its first digits.")
    String version = "";

    @Mixin
    DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        RunningStack stack = data.running();
        URI replay = stack.address(Service.TRAINER).resolve("/replays/" + checkpoint(stack));
        JsonNode begun = answer(replay, true);
        System.out.printf(
                "Training %s of %s again, %s%n",
                begun.path("arm").asText(),
                begun.path("run").asText(),
                Quantity.of(begun.path("steps").asLong(), "step"));
        begun.path("differences").forEach(difference -> System.out.println("NOTE: " + difference.asText()));
        return conclude(awaitEnd(replay, begun));
    }

    /** Of the version's lineage, which must be whole. */
    private String checkpoint(RunningStack stack) throws InterruptedException {
        String checkpoint = "";
        for (JsonNode step : new EvaluationQueries(stack).lineage(version)) {
            if (!step.path("verified").asBoolean(true)) {
                throw CommandFailure.failed("%s %s: %s; see ./retort lineage %s"
                        .formatted(
                                step.path("what").asText(),
                                step.path("name").asText(),
                                step.path("detail").asText(),
                                version));
            }
            if (step.path("what").asText().equals("checkpoint")) {
                checkpoint = step.path("name").asText();
            }
        }
        return checkpoint;
    }

    private static JsonNode awaitEnd(URI replay, JsonNode begun) throws InterruptedException {
        JsonNode now = begun;
        long said = 0;
        while (now.path("state").asText().equals("running")) {
            Thread.sleep(POLL);
            now = answer(replay, false);
            long tenths = LINES
                    * now.path("done").asLong()
                    / Math.max(1, now.path("steps").asLong());
            if (tenths > said) {
                System.out.printf("  step %d%n", now.path("done").asLong());
                said = tenths;
            }
        }
        return now;
    }

    private static int conclude(JsonNode ended) {
        boolean agrees = ended.path("state").asText().equals("agrees");
        System.out.println(
                agrees
                        ? "✓ The bits agree: weights, statistics, memory of the optimizer, range of the log."
                        : "✗ " + (ended.path("state").asText().equals("differs") ? "The bits differ." : "It failed."));
        ended.path("reasons").forEach(reason -> System.out.println("  " + reason.asText()));
        return agrees ? ExitCode.OK : ExitCode.FAILURE;
    }

    private static JsonNode answer(URI replay, boolean begin) throws InterruptedException {
        try {
            HttpAnswer answer = begin ? HttpCalls.post(replay, "application/json", new byte[0]) : HttpCalls.get(replay);
            if (!answer.isSuccess()) {
                throw CommandFailure.failed(answer.reason());
            }
            return answer.json();
        } catch (IOException e) {
            throw CommandFailure.failed("student-trainer does not answer: " + e.getMessage(), e);
        }
    }
}
