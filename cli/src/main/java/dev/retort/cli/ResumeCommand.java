package dev.retort.cli;

import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.ResumeRetraining;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "resume",
        description = "Lets retrainings begin again, after ./retort pause, a roll-back or failures in a row.",
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
    @Option(names = "--reason", required = true, description = "Why; it is kept on the log.")
    String reason = "";

    @Mixin
    DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        CommandLog.append(
                data.running(),
                new ResumeRetraining(
                        PromotionEvent.CHAMPION, reason, System.getProperty("user.name", "cli"), Instant.now()));
        System.out.println("Retrainings begin as their triggers say");
        return ExitCode.OK;
    }
}
