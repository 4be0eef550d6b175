package dev.retort.trainer.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.ContinuousEvent;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.Retrain;
import dev.retort.contracts.event.RetrainingBackedOff;
import dev.retort.contracts.event.RetrainingFailed;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.event.SourceQuarantined;
import dev.retort.contracts.experiment.Arm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cycles of one run while the log is folded. Events may repeat: a service that was killed says things twice. */
final class RunCycles {
    private final List<RetrainingStarted> cycles = new ArrayList<>();
    private final Map<String, CycleOutcome> decisions = new HashMap<>();
    /** By arm, the furthest: only a cycle's last checkpoint is a candidate, and all before it are skipped. */
    private final Map<String, CheckpointSkipped> skipped = new HashMap<>();

    private final Set<Integer> backedOff = new HashSet<>();
    /** A cycle may be under way when another version of the code opens another one. */
    private final Map<Digest, ContinuousSet> sets = new HashMap<>();

    private @Nullable ContinuousSet set;
    private Instant opened = Instant.MAX;
    /** In the order of the log; an equal one is the same one. */
    private final Set<Retrain> commands = new LinkedHashSet<>();

    private final List<Told> drifts = new ArrayList<>();

    /**
     * A drift, and what there was by then: all of it is on one topic, and its order is surer than two services' clocks.
     *
     * @param cycles that had begun
     * @param set that was being filled
     * @param batches that had been admitted to it
     */
    private record Told(
            DriftDetected drift, int cycles, @Nullable ContinuousSet set, long batches) {}

    /**
     * What has changed since a champion was there.
     *
     * @param newest what was told of it last
     * @param firstBatch of the set that came after it was told first, or that no cycle has learned from
     * @param tried the last cycle that was begun since it was told first
     */
    record Drift(DriftDetected newest, long firstBatch, Optional<RetrainingStarted> tried) {}

    void on(ContinuousEvent event) {
        switch (event) {
            case ContinuousSetOpened now -> {
                set = now.set();
                sets.put(set.id(), set);
                opened = now.at().isBefore(opened) ? now.at() : opened;
            }
            case RetrainingStarted started -> {
                if (started.cycle() == cycles.size() + 1) {
                    cycles.add(started);
                }
            }
            case RetrainingBackedOff now -> backedOff.add(now.cycle());
            case RetrainingFailed failed -> decided(Arm.cycle(failed.cycle()), CycleOutcome.failed(failed));
            case DriftDetected _, SamplesAdmitted _, SourceQuarantined _ -> {}
        }
    }

    /** @param batches that the set has by now */
    void drifted(DriftDetected drift, long batches) {
        drifts.add(new Told(drift, cycles.size(), set, batches));
    }

    void on(Retrain command) {
        commands.add(command);
    }

    /** A decision on an arm's last checkpoint. Where it has several forms, one that is promoted counts. */
    void decided(String arm, CycleOutcome outcome) {
        decisions.merge(arm, outcome, (known, now) -> now.isPromoted() ? now : known);
    }

    void on(CheckpointSkipped checkpoint) {
        skipped.merge(checkpoint.arm(), checkpoint, (known, now) -> now.step() > known.step() ? now : known);
    }

    /** What the next cycle learns from. */
    Optional<ContinuousSet> set() {
        return Optional.ofNullable(set);
    }

    Optional<ContinuousSet> set(Digest id) {
        return Optional.ofNullable(sets.get(id));
    }

    /** The first batch of the set that no cycle has learned from. */
    long nextBatch() {
        return last().filter(last -> set != null && last.set().equals(set.id()))
                .map(RetrainingStarted::endBatch)
                .orElse(0L);
    }

    Optional<RetrainingStarted> last() {
        return cycles.isEmpty() ? Optional.empty() : Optional.of(cycles.getLast());
    }

    List<RetrainingStarted> all() {
        return List.copyOf(cycles);
    }

    /** Empty as long as it may still become a champion. Skips are on another topic than the record that says which step is last. */
    Optional<CycleOutcome> outcome(RetrainingStarted cycle) {
        return Optional.ofNullable(decisions.get(cycle.arm()))
                .or(() -> Optional.ofNullable(skipped.get(cycle.arm()))
                        .filter(checkpoint -> checkpoint.step() == cycle.steps())
                        .map(CycleOutcome::skipped));
    }

    boolean isOver(RetrainingStarted cycle) {
        return outcome(cycle).isPresent();
    }

    /** Cycles in a row, up to the last one, that were begun after that and are over and not promoted. */
    int failuresSince(Instant forgiven) {
        int failures = 0;
        for (RetrainingStarted cycle : cycles.reversed()) {
            Optional<CycleOutcome> outcome = outcome(cycle);
            if (!cycle.at().isAfter(forgiven)
                    || outcome.filter(CycleOutcome::isPromoted).isPresent()) {
                return failures;
            }
            failures += outcome.isPresent() ? 1 : 0;
        }
        return failures;
    }

    boolean saidBackOff(int cycle) {
        return backedOff.contains(cycle);
    }

    /** When the last cycle began, or samples were taken for the first time. */
    Instant since() {
        return last().map(RetrainingStarted::at).orElse(opened);
    }

    /** Each cycle is the answer to all commands that were read before it: how many is its place among them, by no clock. */
    boolean isAskedFor() {
        return commands.size()
                > cycles.stream().mapToLong(this::answeredBy).max().orElse(0);
    }

    long commands() {
        return commands.size();
    }

    /** Of a record that is older than its count, as it was meant: what was asked for before it. */
    private long answeredBy(RetrainingStarted cycle) {
        Long read = cycle.commands();
        return read != null
                ? read
                : commands.stream()
                        .filter(command -> !command.requestedAt().isAfter(cycle.at()))
                        .count();
    }

    /** @param champion since when it is the champion: who says so tells of drifts as well, so that is one clock */
    Optional<Drift> driftSince(Instant champion) {
        List<Told> told = drifts.stream()
                .filter(drift -> drift.drift().at().isAfter(champion))
                .toList();
        return told.isEmpty() ? Optional.empty() : Optional.of(drift(told.getFirst(), told.getLast()));
    }

    private Drift drift(Told first, Told last) {
        // Of a set that was opened since, all of it.
        long firstBatch = Objects.equals(first.set(), set) ? first.batches() : 0;
        return new Drift(
                last.drift(), Math.max(firstBatch, nextBatch()), last().filter(_ -> cycles.size() > first.cycles()));
    }

    /** The first batch of a cycle that none before it has learned from. */
    long firstNewBatch(RetrainingStarted cycle) {
        return cycles.stream()
                .filter(before ->
                        before.cycle() == cycle.cycle() - 1 && before.set().equals(cycle.set()))
                .mapToLong(before -> Math.max(before.endBatch(), cycle.firstBatch()))
                .findFirst()
                .orElse(cycle.firstBatch());
    }

    /** Counted back from the newest, which is 1. */
    RetrainingStarted begun(int back) {
        return cycles.get(cycles.size() - back);
    }

    long begunSince(Instant instant) {
        return cycles.stream().filter(cycle -> cycle.at().isAfter(instant)).count();
    }
}
