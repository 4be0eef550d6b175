package dev.retort.cli;

import dev.retort.cli.http.HttpAnswer;
import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.stack.RunningStack;
import dev.retort.cli.stack.Service;
import dev.retort.contracts.event.Retrain;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "retrain",
        description = {
            "Begins a retraining with the new samples that there are, whatever the trigger says.",
            "Exit code 2 if there is no such run, or if it does not go on learning."
        },
        mixinStandardHelpOptions = true)
final class RetrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "A run that goes on learning; ./retort status lists runs.")
    String run = "";

    @Mixin
    CommandOptions options = new CommandOptions();

    @Override
    public Integer call() throws InterruptedException {
        RunningStack stack = options.running();
        requireGoesOn(run, runsThatGoOn(stack));
        CommandLog.append(stack, new Retrain(run, options.reason(), options.user(), Instant.now()));
        System.out.println(
                "A retraining begins as soon as a batch of new samples is labelled and nothing holds it back");
        return ExitCode.OK;
    }

    /** The trainer heeds no command for another run, and says nothing of it. */
    static void requireGoesOn(String run, List<String> runs) {
        if (!runs.contains(run)) {
            throw CommandFailure.usage(
                    "no run %s goes on learning: one does that has a section continuous, is not stopped, and whose students are trained; now %s"
                            .formatted(run, runs.isEmpty() ? "none" : "that is " + String.join(", ", runs)));
        }
    }

    private static List<String> runsThatGoOn(RunningStack stack) throws InterruptedException {
        try {
            HttpAnswer answer = HttpCalls.get(stack.address(Service.TRAINER).resolve("/cycles"));
            if (!answer.isSuccess()) {
                throw CommandFailure.failed("student-trainer does not list its runs: " + answer.reason());
            }
            List<String> runs = new ArrayList<>();
            answer.json().forEach(entry -> runs.add(entry.path("run").asText()));
            return runs;
        } catch (IOException e) {
            throw CommandFailure.failed("student-trainer does not answer: " + e.getMessage(), e);
        }
    }
}
