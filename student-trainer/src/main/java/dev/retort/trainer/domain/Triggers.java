package dev.retort.trainer.domain;

import dev.retort.contracts.Quantity;
import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.experiment.ContinuousSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * What begins the next cycle of a run: whichever comes first. After failures in a row it takes twice as many samples or twice
 * as long, again with each further one, and drift begins none: the champion that it was seen of is still the same.
 */
final class Triggers {
    /** A thousand times as many samples as the trigger says: further doubling says nothing more. */
    private static final int GREATEST_DOUBLINGS = 10;

    private final RunCycles cycles;
    private final ContinuousSpec spec;
    private final long fresh;
    private final Optional<Drift> drift;
    private final int doublings;

    /**
     * A drift that lasts.
     *
     * @param samples to learn from that have come since it was told and that no cycle has had
     * @param neededSamples of them: what the trigger says, and at least twice as many new ones as the last cycle since had,
     *     which did not mend it
     */
    record Drift(DriftDetected newest, long samples, long neededSamples) {
        long missing() {
            return neededSamples - samples;
        }
    }

    /**
     * @param fresh samples to learn from that no cycle has had
     * @param drift of the champion that there is, if it was told of any
     * @param failures cycles in a row that were not promoted
     */
    Triggers(RunCycles cycles, ContinuousSpec spec, long fresh, Optional<Drift> drift, int failures) {
        this.cycles = cycles;
        this.spec = spec;
        this.fresh = fresh;
        this.drift = drift;
        this.doublings = Math.clamp(failures - spec.guards().backOffAfter() + 1L, 0, GREATEST_DOUBLINGS);
    }

    /** Why one is to begin, in words. */
    Optional<String> due(Instant now) {
        if (fresh == 0) {
            return Optional.empty();
        }
        if (cycles.isAskedFor()) {
            return Optional.of("a command, with " + Quantity.of(fresh, "new sample"));
        }
        return fresh >= neededSamples()
                ? Optional.of(Quantity.of(fresh, "new sample"))
                : drifted().or(() -> late(now));
    }

    private Optional<String> drifted() {
        return drift.filter(lasting -> heedsDrift() && lasting.missing() <= 0)
                .map(Drift::newest)
                .map(told ->
                        "drift: %s is %s, threshold %s".formatted(told.statistic(), told.value(), told.threshold()));
    }

    private Optional<String> late(Instant now) {
        return neededSeconds() > 0 && !now.isBefore(cycles.since().plusSeconds(neededSeconds()))
                ? Optional.of("%d s since the last one".formatted(neededSeconds()))
                : Optional.empty();
    }

    private String orDrift() {
        return drift.map(lasting -> lasting.missing() < neededSamples() - fresh
                        ? ", or %d of %d new ones since the drift".formatted(lasting.samples(), lasting.neededSamples())
                        : "")
                .orElse(", or drift");
    }

    private boolean heedsDrift() {
        return spec.trigger().drift() && doublings == 0;
    }

    long neededSamples() {
        return (long) spec.trigger().newSamples() << doublings;
    }

    private long neededSeconds() {
        return spec.trigger().everySeconds() << doublings;
    }

    /** What the next cycle waits for, in words. */
    String waitsFor() {
        return "new samples: %d of %d%s%s"
                .formatted(
                        fresh,
                        neededSamples(),
                        heedsDrift() ? orDrift() : "",
                        neededSeconds() > 0 ? ", or any at " + cycles.since().plusSeconds(neededSeconds()) : "");
    }
}
