package dev.retort.cli;

import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.RollBack;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rollback",
        description = "Makes the version before this one the champion again.",
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    @Option(names = "--reason", required = true, description = "Why; it is kept with the roll-back.")
    String reason = "";

    @Mixin
    DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        String champion = new AliasCommands(data.running())
                .execute(new RollBack(
                        PromotionEvent.CHAMPION, reason, System.getProperty("user.name", "cli"), Instant.now()));
        System.out.println("The champion is " + champion);
        return ExitCode.OK;
    }
}
