package dev.retort.trainer.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.ContinuousEvent;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.Retrain;
import dev.retort.contracts.event.RetrainingBackedOff;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.event.SourceQuarantined;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private AdmittedBatches batches = new AdmittedBatches();
    private @Nullable ContinuousSet set;
    private @Nullable Digest admittedTo;
    private Instant opened = Instant.MAX;
    private Instant askedFor = Instant.MIN;
    private @Nullable DriftDetected drift;
    private int failuresForgiven;

    void on(ContinuousEvent event) {
        switch (event) {
            case ContinuousSetOpened now -> {
                set = now.set();
                opened = now.at().isBefore(opened) ? now.at() : opened;
            }
            case SamplesAdmitted admitted -> on(admitted);
            case RetrainingStarted started -> {
                if (started.cycle() == cycles.size() + 1) {
                    cycles.add(started);
                }
            }
            case RetrainingBackedOff now -> backedOff.add(now.cycle());
            case DriftDetected detected -> drift = detected;
            case SourceQuarantined _ -> {}
        }
    }

    private void on(SamplesAdmitted admitted) {
        if (!admitted.set().equals(admittedTo)) {
            admittedTo = admitted.set();
            batches = new AdmittedBatches();
        }
        batches.on(admitted);
    }

    void on(Retrain command) {
        askedFor = command.requestedAt();
    }

    /** A decision on an arm's last checkpoint. Where it has several forms, one that is promoted counts. */
    void decided(String arm, CycleOutcome outcome) {
        decisions.merge(arm, outcome, (known, now) -> now.isPromoted() ? now : known);
    }

    void on(CheckpointSkipped checkpoint) {
        skipped.merge(checkpoint.arm(), checkpoint, (known, now) -> now.step() > known.step() ? now : known);
    }

    /** Somebody has looked: failures up to here count no more. */
    void forgive() {
        failuresForgiven = cycles.size();
    }

    Optional<ContinuousSet> set() {
        return Optional.ofNullable(set);
    }

    AdmittedBatches batches() {
        return batches;
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

    /** Cycles in a row, up to the last one, that are over and not promoted. */
    int failures() {
        int failures = 0;
        for (int i = cycles.size() - 1; i >= failuresForgiven; i--) {
            Optional<CycleOutcome> outcome = outcome(cycles.get(i));
            if (outcome.filter(CycleOutcome::isPromoted).isPresent()) {
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

    boolean isAskedFor() {
        return askedFor.isAfter(last().map(RetrainingStarted::at).orElse(Instant.MIN));
    }

    Optional<DriftDetected> newDrift() {
        return Optional.ofNullable(drift).filter(detected -> detected.at().isAfter(since()));
    }

    /** Counted back from the newest, which is 1. */
    RetrainingStarted begun(int back) {
        return cycles.get(cycles.size() - back);
    }

    long begunSince(Instant instant) {
        return cycles.stream().filter(cycle -> cycle.at().isAfter(instant)).count();
    }
}
