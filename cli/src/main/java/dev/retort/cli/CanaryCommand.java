package dev.retort.cli;

import dev.retort.contracts.event.CanaryBounds;
import dev.retort.contracts.event.EndCanary;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.StartCanary;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "canary",
        description = "Answers a share of the requests with a version, or ends that.",
        mixinStandardHelpOptions = true)
final class CanaryCommand implements Callable<Integer> {
    @Option(
            names = "--share",
            defaultValue = "10%",
            converter = ShareOption.class,
            description = "Of the requests; the same ids each time. Default: ${DEFAULT-VALUE}")
    double share;

    @Option(
            names = "--greatest-error-rate",
            defaultValue = "1%",
            converter = ShareOption.class,
            description = "More unanswered requests than this end it. Default: ${DEFAULT-VALUE}")
    double greatestErrorRate;

    @Option(
            names = "--greatest-p99",
            paramLabel = "MILLISECONDS",
            defaultValue = "250",
            description = "A slower p99 ends it. Default: ${DEFAULT-VALUE}")
    double greatestP99Milliseconds;

    @Option(
            names = "--least-requests",
            defaultValue = "100",
            description = "Before it is judged. Default: ${DEFAULT-VALUE}")
    int leastRequests;

    @Mixin
    TrialOptions trial = new TrialOptions();

    @Override
    public Integer call() throws InterruptedException {
        trial.carryOut(
                "canary",
                (version, reason, user) ->
                        new StartCanary(PromotionEvent.CHAMPION, version, share, bounds(), reason, user, Instant.now()),
                (reason, user) -> new EndCanary(PromotionEvent.CHAMPION, reason, user, Instant.now()));
        return ExitCode.OK;
    }

    private CanaryBounds bounds() {
        try {
            return new CanaryBounds(greatestErrorRate, greatestP99Milliseconds, leastRequests);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }
}
