package dev.retort.cli;

import dev.retort.contracts.event.Retrain;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "retrain",
        description = "Begins a retraining with the new samples that there are, whatever the trigger says.",
        mixinStandardHelpOptions = true)
final class RetrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "A run that goes on learning; ./retort status lists runs.")
    String run = "";

    @Mixin
    CommandOptions options = new CommandOptions();

    @Override
    public Integer call() throws InterruptedException {
        CommandLog.append(options.running(), new Retrain(run, options.reason(), options.user(), Instant.now()));
        System.out.println(
                "A retraining begins as soon as a batch of new samples is labelled and nothing holds it back");
        return ExitCode.OK;
    }
}
