package dev.retort.cli;

import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.PromotionEvent;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "pause",
        description = "Begins no retraining until ./retort resume; new samples are still labelled.",
        mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {
    @Mixin
    CommandOptions options = new CommandOptions();

    @Override
    public Integer call() throws InterruptedException {
        CommandLog.append(
                options.running(),
                new PauseRetraining(PromotionEvent.CHAMPION, options.reason(), options.user(), Instant.now()));
        System.out.println("No retraining begins until ./retort resume; one that has begun goes on to its end");
        return ExitCode.OK;
    }
}
