package dev.retort.cli;

import dev.retort.contracts.event.EndShadow;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.StartShadow;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "shadow",
        description = "Asks a version in the background what the champion is asked, or ends that.",
        mixinStandardHelpOptions = true)
final class ShadowCommand implements Callable<Integer> {
    @Option(
            names = "--share",
            defaultValue = "100%",
            converter = ShareOption.class,
            description = "Of the requests; the same ids each time. Default: ${DEFAULT-VALUE}")
    double share;

    @Mixin
    TrialOptions trial = new TrialOptions();

    @Override
    public Integer call() throws InterruptedException {
        trial.carryOut(
                "shadow",
                (version, reason, user) ->
                        new StartShadow(PromotionEvent.CHAMPION, version, share, reason, user, Instant.now()),
                (reason, user) -> new EndShadow(PromotionEvent.CHAMPION, reason, user, Instant.now()));
        return ExitCode.OK;
    }
}
