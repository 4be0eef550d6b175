package dev.retort.trainer.domain;

import dev.retort.contracts.Digest;
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
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.ResumeRetraining;
import dev.retort.contracts.event.Retrain;
import dev.retort.contracts.event.RetrainingBackedOff;
import dev.retort.contracts.event.RetrainingHolds;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.ContinuousSpec;
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

    private final Map<String, RunCycles> runs = new HashMap<>();
    /** By set: several runs with one teacher fill one set, whoever of them is the newest, and learn from all of it. */
    private final Map<Digest, AdmittedBatches> admitted = new HashMap<>();

    private final Map<Digest, EvaluationCompleted> evaluations = new HashMap<>();
    private final RetrainingHolds holds = new RetrainingHolds();
    private @Nullable PromotionEvent champion;
    /** Somebody has looked: failures of cycles that were begun before count no more. */
    private Instant resumedAt = Instant.MIN;

    /** Any event; most say nothing about retraining. */
    public void on(Event event) {
        holds.on(event);
        switch (event) {
            case SamplesAdmitted batch -> admitted(batch.set()).on(batch);
            case DriftDetected drift -> on(drift);
            case ContinuousEvent continuous -> cycles(continuous.run()).on(continuous);
            case EvaluationCompleted evaluation -> evaluations.put(evaluation.modelVersion(), evaluation);
            case CheckpointSkipped skipped -> on(skipped);
            case PromotionDecided decided -> on(decided);
            case PromotionEvent promotion -> on(promotion);
            case ResumeRetraining resume -> resumedAt = resume.requestedAt();
            case Retrain retrain -> cycles(retrain.run()).on(retrain);
            case Event _ -> {}
        }
    }

    private void on(DriftDetected drift) {
        RunCycles cycles = cycles(drift.run());
        cycles.drifted(drift, cycles.set().map(set -> admitted(set.id()).size()).orElse(0L));
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

    private AdmittedBatches admitted(Digest set) {
        return admitted.computeIfAbsent(set, digest -> new AdmittedBatches());
    }

    /** Why no cycle begins, if somebody said so. */
    public Optional<String> paused() {
        return holds.reason(PromotionEvent.CHAMPION);
    }

    /** In the order in which they were begun. */
    public List<RetrainingStarted> cyclesOf(String run) {
        return cycles(run).all();
    }

    /** Empty as long as it may still become a champion. */
    public Optional<CycleOutcome> outcomeOf(RetrainingStarted cycle) {
        return cycles(cycle.run()).outcome(cycle);
    }

    /** What it learns from; empty where the log does not say. */
    public Optional<ContinuousSet> setOf(RetrainingStarted cycle) {
        return cycles(cycle.run()).set(cycle.set());
    }

    /** To be said once, when cycles in a row have failed. */
    public Optional<RetrainingBackedOff> backOff(String run, ContinuousSpec spec, Instant now) {
        RunCycles cycles = cycles(run);
        int failures = cycles.failuresSince(resumedAt);
        return cycles.last()
                .filter(last -> failures >= spec.guards().backOffAfter())
                .filter(last -> cycles.isOver(last) && !cycles.saidBackOff(last.cycle()))
                .map(last -> new RetrainingBackedOff(
                        run, last.cycle(), failures, triggers(cycles, spec).neededSamples(), now));
    }

    /** The cycle that is to begin now, if one is. */
    public Optional<RetrainingStarted> due(String run, ContinuousSpec spec, TransferSet old, Instant now) {
        RunCycles cycles = cycles(run);
        EvaluationCompleted parent = championOf(run);
        ContinuousSet set = cycles.set().orElse(null);
        if (obstacle(cycles, spec, now).isPresent() || parent == null || set == null) {
            return Optional.empty();
        }
        Window window = window(spec, set);
        // Of a small one all may be held out.
        return window.training() == 0
                ? Optional.empty()
                : triggers(cycles, spec)
                        .due(now)
                        .map(trigger -> cycle(run, cycles, spec, parent, set, window, old, trigger, now));
    }

    /**
     * The newest batches of a set, which a cycle learns from.
     *
     * @param first inclusive
     * @param end exclusive
     * @param training samples in them that are not held out
     */
    private record Window(long first, long end, long training) {}

    private Window window(ContinuousSpec spec, ContinuousSet set) {
        AdmittedBatches batches = admitted(set.id());
        long end = batches.size();
        long first = Math.max(0, end - Math.max(1, spec.window() / set.batchSize()));
        return new Window(first, end, batches.training(first, end));
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
            return triggers(cycles, spec).waitsFor();
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

    private Triggers triggers(RunCycles cycles, ContinuousSpec spec) {
        return new Triggers(
                cycles,
                spec,
                training(cycles, cycles.nextBatch()),
                drift(cycles, spec.trigger()),
                cycles.failuresSince(resumedAt));
    }

    /** Nothing tells that a drift is over; with another champion it is another one. */
    private Optional<Triggers.Drift> drift(RunCycles cycles, ContinuousSpec.Trigger trigger) {
        return Optional.ofNullable(champion)
                .flatMap(now -> cycles.driftSince(now.at()))
                .map(drift -> new Triggers.Drift(
                        drift.newest(),
                        training(cycles, drift.firstBatch()),
                        Math.max(
                                trigger.neededSinceDrift(),
                                drift.tried()
                                        .map(cycle -> 2 * learnedFirstBy(cycle))
                                        .orElse(0L))));
    }

    /** Samples that a cycle learned from and none before it. */
    private long learnedFirstBy(RetrainingStarted cycle) {
        long first = cycles(cycle.run()).firstNewBatch(cycle);
        return admitted(cycle.set()).training(first, cycle.endBatch());
    }

    /** Samples to learn from, in the newest batches of the set. */
    private long training(RunCycles cycles, long firstBatch) {
        return cycles.set()
                .map(set -> admitted(set.id()))
                .map(batches -> batches.training(firstBatch, batches.size()))
                .orElse(0L);
    }

    private static RetrainingStarted cycle(
            String run,
            RunCycles cycles,
            ContinuousSpec spec,
            EvaluationCompleted parent,
            ContinuousSet set,
            Window window,
            TransferSet old,
            String trigger,
            Instant now) {
        int number = cycles.last().map(RetrainingStarted::cycle).orElse(0) + 1;
        int replayPerStep =
                Math.min(old.batchSize() - 1, (int) Math.round(spec.replay().share() * old.batchSize()));
        int newPerStep = old.batchSize() - replayPerStep;
        long steps = Math.max(1, spec.epochs() * window.training() / newPerStep);
        return new RetrainingStarted(
                run,
                number,
                Arm.cycle(number),
                parent.modelVersion(),
                parent.checkpoint(),
                set.id(),
                window.first(),
                window.end(),
                old.id(),
                replayPerStep,
                newPerStep,
                new Seeds(spec.replay().seed()).cycle(number),
                steps,
                spec.learningRate(),
                trigger,
                now,
                cycles.commands());
    }
}
