package dev.retort.cli.run;

import dev.retort.contracts.Quantity;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.RetrainingBackedOff;
import dev.retort.contracts.event.RetrainingFailed;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.experiment.Arm;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What becomes of a run's retrainings, told once: a fold over the log. */
public final class CycleNews {
    private final String run;
    private final Instant since;
    private final Map<String, Long> lastSteps = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    /** @param since what happened before is not told */
    public CycleNews(String run, Instant since) {
        this.run = run;
        this.since = since;
    }

    /** What the event comes to, if it is news. */
    public Optional<String> on(Event event) {
        return switch (event) {
            case RetrainingStarted started
            when started.run().equals(run) -> {
                lastSteps.put(started.arm(), started.steps());
                yield tell(
                        started.at(),
                        "%s begins, %s: %s"
                                .formatted(started.arm(), Quantity.of(started.steps(), "step"), started.trigger()));
            }
            case ConditionsChanged changed
            when changed.run().equals(run) && Arm.isCycle(changed.arm()) ->
                tell(changed.at(), "WARNING: " + changed.sentence());
            case PromotionDecided decided -> decided(decided);
            case CheckpointSkipped skipped
            when skipped.run().equals(run) && isLast(skipped) ->
                tell(skipped.at(), "%s inconclusive: %s".formatted(skipped.arm(), skipped.reason()));
            case RetrainingFailed failed
            when failed.run().equals(run) ->
                tell(failed.at(), "%s inconclusive: %s".formatted(Arm.cycle(failed.cycle()), failed.reason()));
            case RetrainingBackedOff now
            when now.run().equals(run) ->
                tell(
                        now.at(),
                        "%s in a row brought nothing better: the next one waits for %s"
                                .formatted(
                                        Quantity.of(now.failures(), "retraining"),
                                        Quantity.of(now.neededSamples(), "new sample")));
            case Event _ -> Optional.empty();
        };
    }

    private boolean isLast(CheckpointSkipped skipped) {
        return Long.valueOf(skipped.step()).equals(lastSteps.get(skipped.arm()));
    }

    private Optional<String> decided(PromotionDecided decided) {
        Contender candidate = decided.inputs() == null ? null : decided.inputs().candidate();
        if (candidate == null || !candidate.run().equals(run) || !Arm.isCycle(candidate.arm())) {
            return Optional.empty();
        }
        String verdict = decided.verdict().name().toLowerCase(Locale.ROOT);
        return tell(
                decided.at(), "%s %s: %s".formatted(candidate.arm(), verdict, String.join("; ", decided.reasons())));
    }

    /** A service that was killed says things twice. */
    private Optional<String> tell(Instant at, String news) {
        return !at.isBefore(since) && told.add(news) ? Optional.of(news) : Optional.empty();
    }
}
