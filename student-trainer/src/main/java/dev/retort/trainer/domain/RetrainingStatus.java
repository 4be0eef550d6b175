package dev.retort.trainer.domain;

import dev.retort.contracts.event.RetrainingStarted;
import java.util.List;
import java.util.Optional;

/**
 * How far a run is that goes on learning.
 *
 * @param waitsFor of the next cycle, in words
 */
public record RetrainingStatus(String run, String waitsFor, List<Cycle> cycles) {
    public RetrainingStatus {
        cycles = List.copyOf(cycles);
    }

    /**
     * One cycle.
     *
     * @param trained whether it has taken its last step
     * @param outcome empty as long as it may still become a champion
     */
    public record Cycle(RetrainingStarted started, boolean trained, Optional<CycleOutcome> outcome) {}
}
