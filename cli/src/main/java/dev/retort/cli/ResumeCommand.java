package dev.retort.cli;

import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.ResumeRetraining;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "resume",
        description = "Lets retrainings begin again, after ./retort pause, a roll-back or failures in a row.",
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
    @Mixin
    CommandOptions options = new CommandOptions();

    @Override
    public Integer call() throws InterruptedException {
        CommandLog.append(
                options.running(),
                new ResumeRetraining(PromotionEvent.CHAMPION, options.reason(), options.user(), Instant.now()));
        System.out.println("Retrainings begin as their triggers say");
        return ExitCode.OK;
    }
}
