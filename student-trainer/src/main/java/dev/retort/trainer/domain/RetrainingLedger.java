package dev.retort.trainer.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.Quantity;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.ContinuousEvent;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.ResumeRetraining;
import dev.retort.contracts.event.Retrain;
import dev.retort.contracts.event.RetrainingBackedOff;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.experiment.ContinuousSpec.Trigger;
import dev.retort.contracts.experiment.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When which run is retrained, and from what: a fold over the event log. What a cycle is made of is decided once, in
 * {@link #due}, and written into {@link RetrainingStarted}. Not for several threads.
 */
public final class RetrainingLedger {
    private static final Duration HOUR = Duration.ofHours(1);
    /** A thousand times as many samples as the trigger says: further doubling says nothing more. */
    private static final int GREATEST_DOUBLINGS = 10;

    private final Map<String, RunCycles> runs = new HashMap<>();
    private final Map<Digest, EvaluationCompleted> evaluations = new HashMap<>();
    private final Map<String, String> paused = new HashMap<>();
    private @Nullable PromotionEvent champion;

    /** Any event; most say nothing about retraining. */
    public void on(Event event) {
        switch (event) {
            case ContinuousEvent continuous -> cycles(continuous.run()).on(continuous);
            case EvaluationCompleted evaluation -> evaluations.put(evaluation.modelVersion(), evaluation);
            case CheckpointSkipped skipped -> on(skipped);
            case PromotionDecided decided -> on(decided);
            case PromotionEvent promotion -> on(promotion);
            case PauseRetraining pause -> paused.put(pause.alias(), pause.reason());
            case RollBack back -> paused.put(back.alias(), "rolled back: " + back.reason());
            case ResumeRetraining resume -> {
                paused.remove(resume.alias());
                runs.values().forEach(RunCycles::forgive);
            }
            case Retrain retrain -> cycles(retrain.run()).on(retrain);
            case Event _ -> {}
        }
    }

    private void on(CheckpointSkipped skipped) {
        if (Arm.isCycle(skipped.arm())) {
            cycles(skipped.run()).on(skipped);
        }
    }

    private void on(PromotionDecided decided) {
        DecisionInputs inputs = decided.inputs();
        Contender candidate = inputs == null ? byHand(decided) : inputs.candidate();
        if (candidate != null && candidate.last() && Arm.isCycle(candidate.arm())) {
            cycles(candidate.run()).decided(candidate.arm(), CycleOutcome.of(decided));
        }
    }

    /** What a person made the champion: the policy is silent on it, if it had not spoken before. */
    private @Nullable Contender byHand(PromotionDecided decided) {
        Digest version = decided.candidate();
        boolean promoted =
                decided.verdict() == Verdict.PROMOTED && decided.alias().equals(PromotionEvent.CHAMPION);
        EvaluationCompleted evaluation = version == null || !promoted ? null : evaluations.get(version);
        return evaluation == null ? null : Contender.of(evaluation);
    }

    private void on(PromotionEvent promotion) {
        if (promotion.alias().equals(PromotionEvent.CHAMPION)
                && (champion == null || !promotion.at().isBefore(champion.at()))) {
            champion = promotion;
        }
    }

    private RunCycles cycles(String run) {
        return runs.computeIfAbsent(run, name -> new RunCycles());
    }

    /** Why no cycle begins, if somebody said so. */
    public Optional<String> paused() {
        return Optional.ofNullable(paused.get(PromotionEvent.CHAMPION));
    }

    /** In the order in which they were begun. */
    public List<RetrainingStarted> cyclesOf(String run) {
        return cycles(run).all();
    }

    /** Empty as long as it may still become a champion. */
    public Optional<CycleOutcome> outcomeOf(RetrainingStarted cycle) {
        return cycles(cycle.run()).outcome(cycle);
    }

    /** What its cycles learn from. */
    public Optional<ContinuousSet> setOf(String run) {
        return cycles(run).set();
    }

    /** To be said once, when cycles in a row have failed. */
    public Optional<RetrainingBackedOff> backOff(String run, ContinuousSpec spec, Instant now) {
        RunCycles cycles = cycles(run);
        int failures = cycles.failures();
        return cycles.last()
                .filter(last -> failures >= spec.guards().backOffAfter())
                .filter(last -> cycles.isOver(last) && !cycles.saidBackOff(last.cycle()))
                .map(last -> new RetrainingBackedOff(run, last.cycle(), failures, needed(spec, failures), now));
    }

    private static long needed(ContinuousSpec spec, int failures) {
        int doublings = Math.clamp(failures - spec.guards().backOffAfter() + 1L, 0, GREATEST_DOUBLINGS);
        return (long) spec.trigger().newSamples() << doublings;
    }

    /** The cycle that is to begin now, if one is. */
    public Optional<RetrainingStarted> due(String run, ContinuousSpec spec, TransferSet old, Instant now) {
        RunCycles cycles = cycles(run);
        EvaluationCompleted parent = championOf(run);
        ContinuousSet set = cycles.set().orElse(null);
        if (obstacle(cycles, spec, now).isPresent() || parent == null || set == null) {
            return Optional.empty();
        }
        return trigger(cycles, spec, now).map(trigger -> cycle(run, cycles, spec, parent, set, old, trigger, now));
    }

    /** What stands in the way of the next cycle, whatever its trigger says. */
    private Optional<String> obstacle(RunCycles cycles, ContinuousSpec spec, Instant now) {
        if (paused().isPresent()) {
            return paused().map(why -> "./retort resume; paused: " + why);
        }
        Optional<String> open =
                cycles.last().filter(last -> !cycles.isOver(last)).map(last -> "the end of " + last.arm());
        int bound = spec.guards().retrainingsPerHour();
        return open.or(() -> cycles.begunSince(now.minus(HOUR)) < bound
                ? Optional.empty()
                : Optional.of("%s: %d an hour are allowed, and begun"
                        .formatted(cycles.begun(bound).at().plus(HOUR), bound)));
    }

    /** What the next cycle of a run waits for, in words. */
    public String waitsFor(String run, ContinuousSpec spec, Instant now) {
        RunCycles cycles = cycles(run);
        return obstacle(cycles, spec, now).orElseGet(() -> {
            if (cycles.set().isEmpty()) {
                return "the teacher, which takes no samples yet";
            }
            if (championOf(run) == null) {
                return "a champion of this run";
            }
            Trigger trigger = spec.trigger();
            return "new samples: %d of %d%s%s"
                    .formatted(
                            fresh(cycles),
                            needed(spec, cycles.failures()),
                            trigger.drift() ? ", or drift" : "",
                            trigger.everySeconds() > 0
                                    ? ", or any at " + cycles.since().plusSeconds(trigger.everySeconds())
                                    : "");
        });
    }

    private @Nullable EvaluationCompleted championOf(String run) {
        Digest version = switch (champion) {
            case null -> null;
            case ModelPromoted promoted -> promoted.modelVersion();
            case ModelRolledBack back -> back.modelVersion();
        };
        EvaluationCompleted evaluation = version == null ? null : evaluations.get(version);
        return evaluation != null && evaluation.run().equals(run) ? evaluation : null;
    }

    /** Samples to learn from that have come since the last cycle. */
    private static long fresh(RunCycles cycles) {
        long first = cycles.last().map(RetrainingStarted::endBatch).orElse(0L);
        long end = cycles.batches().size();
        return first >= end ? 0 : cycles.batches().training(first, end);
    }

    private static Optional<String> trigger(RunCycles cycles, ContinuousSpec spec, Instant now) {
        long fresh = fresh(cycles);
        if (fresh == 0) {
            return Optional.empty();
        }
        if (cycles.isAskedFor()) {
            return Optional.of("a command, with " + Quantity.of(fresh, "new sample"));
        }
        if (fresh >= needed(spec, cycles.failures())) {
            return Optional.of(Quantity.of(fresh, "new sample"));
        }
        Optional<DriftDetected> drift =
                cycles.newDrift().filter(_ -> spec.trigger().drift());
        if (drift.isPresent()) {
            return Optional.of("drift: %s is %s, threshold %s"
                    .formatted(
                            drift.get().statistic(),
                            drift.get().value(),
                            drift.get().threshold()));
        }
        long seconds = spec.trigger().everySeconds();
        boolean late = seconds > 0 && !now.isBefore(cycles.since().plusSeconds(seconds));
        return late ? Optional.of("%d s since the last one".formatted(seconds)) : Optional.empty();
    }

    private static RetrainingStarted cycle(
            String run,
            RunCycles cycles,
            ContinuousSpec spec,
            EvaluationCompleted parent,
            ContinuousSet set,
            TransferSet old,
            String trigger,
            Instant now) {
        int number = cycles.last().map(RetrainingStarted::cycle).orElse(0) + 1;
        long end = cycles.batches().size();
        long first = Math.max(0, end - Math.max(1, spec.window() / set.batchSize()));
        int replayPerStep =
                Math.min(old.batchSize() - 1, (int) Math.round(spec.replay().share() * old.batchSize()));
        int newPerStep = old.batchSize() - replayPerStep;
        long steps = Math.max(1, spec.epochs() * cycles.batches().training(first, end) / newPerStep);
        return new RetrainingStarted(
                run,
                number,
                Arm.cycle(number),
                parent.modelVersion(),
                parent.checkpoint(),
                set.id(),
                first,
                end,
                old.id(),
                replayPerStep,
                newPerStep,
                new Seeds(spec.replay().seed()).cycle(number),
                steps,
                spec.learningRate(),
                trigger,
                now);
    }
}
