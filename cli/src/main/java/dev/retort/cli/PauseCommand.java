package dev.retort.cli;

import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.PromotionEvent;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "pause",
        description = "Begins no retraining until ./retort resume; new samples are still labelled.",
        mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {
    @Option(names = "--reason", required = true, description = "Why; it is kept on the log.")
    String reason = "";

    @Mixin
    DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        CommandLog.append(
                data.running(),
                new PauseRetraining(
                        PromotionEvent.CHAMPION, reason, System.getProperty("user.name", "cli"), Instant.now()));
        System.out.println("No retraining begins until ./retort resume; one that has begun goes on to its end");
        return ExitCode.OK;
    }
}
