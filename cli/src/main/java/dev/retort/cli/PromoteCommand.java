package dev.retort.cli;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.PromotionEvent;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "promote",
        description = "Makes a version the champion, whatever the policy thinks of it.",
        mixinStandardHelpOptions = true)
final class PromoteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VERSION", description = "Model version of ./retort status, or its first digits.")
    String version = "";

    @Mixin
    CommandOptions options = new CommandOptions();

    @Override
    public Integer call() throws InterruptedException {
        AliasCommands commands = new AliasCommands(options.running());
        Digest named = new Digest(commands.complete(version));
        String champion = commands.execute(
                new Promote(PromotionEvent.CHAMPION, named, options.reason(), options.user(), Instant.now()));
        System.out.println("The champion is " + champion);
        return ExitCode.OK;
    }
}
