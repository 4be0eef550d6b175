package dev.retort.cli;

import dev.retort.cli.stack.RunningStack;
import dev.retort.contracts.Digest;
import dev.retort.contracts.event.EndShadow;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.StartShadow;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "shadow",
        description = "Asks a version in the background what the champion is asked, or ends that.",
        mixinStandardHelpOptions = true)
final class ShadowCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    Wish wish = new Wish();

    @Option(
            names = "--share",
            defaultValue = "100%",
            converter = ShareOption.class,
            description = "Of the requests; the same ids each time. Default: ${DEFAULT-VALUE}")
    double share;

    @Option(names = "--reason", required = true, description = "Why; it is kept with the command.")
    String reason = "";

    @Mixin
    DataOption data = new DataOption();

    /** One of the two. */
    static final class Wish {
        @Parameters(paramLabel = "VERSION", description = "Model version of ./retort status, or its first digits.")
        String version = "";

        @Option(names = "--end", description = "Ends the shadow that is on.")
        boolean end;
    }

    @Override
    public Integer call() throws InterruptedException {
        RunningStack stack = data.running();
        TrialCommands trials = new TrialCommands(stack, "shadow");
        String user = System.getProperty("user.name", "cli");
        if (wish.end) {
            System.out.println(trials.end(new EndShadow(PromotionEvent.CHAMPION, reason, user, Instant.now())));
            return ExitCode.OK;
        }
        Digest version = new Digest(new AliasCommands(stack).complete(wish.version));
        System.out.println(
                trials.start(new StartShadow(PromotionEvent.CHAMPION, version, share, reason, user, Instant.now())));
        return ExitCode.OK;
    }
}
