package dev.retort.cli;

import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.PromotionEvent;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "pause",
        description =
                "Stops retraining until ./retort resume: none begins, trains or is promoted. New samples are still labelled.",
        mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {
    @Mixin
    CommandOptions options = new CommandOptions();

    @Override
    public Integer call() throws InterruptedException {
        CommandLog.append(
                options.running(),
                new PauseRetraining(PromotionEvent.CHAMPION, options.reason(), options.user(), Instant.now()));
        System.out.println("No retraining begins, trains or is promoted until ./retort resume");
        return ExitCode.OK;
    }
}
