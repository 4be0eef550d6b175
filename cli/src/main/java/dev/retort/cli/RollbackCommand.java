package dev.retort.cli;

import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.RollBack;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rollback",
        description = {
            "Makes the version before this one the champion again.",
            "Retraining is paused by that until ./retort resume; by a roll-back that is refused it is not."
        },
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    CommandOptions options = new CommandOptions();

    @Override
    public Integer call() throws InterruptedException {
        String champion = new AliasCommands(options.running())
                .execute(new RollBack(PromotionEvent.CHAMPION, options.reason(), options.user(), Instant.now()));
        System.out.println("The champion is " + champion);
        System.out.println(
                "Where a run goes on learning, no retraining begins, trains or is promoted until ./retort resume");
        return ExitCode.OK;
    }
}
