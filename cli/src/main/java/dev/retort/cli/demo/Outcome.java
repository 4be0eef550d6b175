package dev.retort.cli.demo;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What a demonstration has seen.
 *
 * @param measurements in the order of time, at least one before the shift and one after it
 * @param shiftSeconds when the images changed
 * @param growthBytes by topic, what the log took on the broker's disk meanwhile
 */
record Outcome(
        List<Measurement> measurements,
        double shiftSeconds,
        List<Happening> happenings,
        long requests,
        long failedRequests,
        long samples,
        long labelledSamples,
        Map<String, Long> growthBytes) {
    /** Of what the shift cost: more than this share of it made up is a recovery. */
    private static final double RECOVERED = 0.5;

    Outcome {
        measurements = List.copyOf(measurements);
        happenings = List.copyOf(happenings);
        growthBytes = Map.copyOf(new TreeMap<>(growthBytes));
        double shift = shiftSeconds;
        if (measurements.isEmpty()
                || measurements.getFirst().seconds() >= shift
                || measurements.getLast().seconds() < shift) {
            throw new IllegalArgumentException(
                    "nothing was measured on one side of the shift at %.1f s".formatted(shift));
        }
    }

    /** Mean of the measurements before the shift. */
    double oldBefore() {
        return before(Measurement::oldAccuracy);
    }

    double newBefore() {
        return before(Measurement::newAccuracy);
    }

    double oldAfter() {
        return measurements.getLast().oldAccuracy();
    }

    double newAfter() {
        return measurements.getLast().newAccuracy();
    }

    /** What the images lose by the shift, as long as the student is the one that was made from the old ones. */
    double lost() {
        return oldBefore() - newBefore();
    }

    /**
     * From the shift to the first measurement after which at least half of what was lost stays made up; nothing where that
     * did not come, or nothing was lost.
     */
    OptionalDouble recoverySeconds() {
        double enough = newBefore() + RECOVERED * lost();
        OptionalDouble since = OptionalDouble.empty();
        for (Measurement measurement : measurements) {
            if (measurement.seconds() < shiftSeconds || measurement.newAccuracy() < enough) {
                since = OptionalDouble.empty();
            } else if (since.isEmpty()) {
                since = OptionalDouble.of(measurement.seconds() - shiftSeconds);
            }
        }
        return lost() > 0 ? since : OptionalDouble.empty();
    }

    long count(Happening.Kind kind) {
        return happenings.stream()
                .filter(happening -> happening.kind() == kind && happening.seconds() >= shiftSeconds)
                .count();
    }

    long grownBytes() {
        return growthBytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private double before(ToDoubleFunction<Measurement> accuracy) {
        return measurements.stream()
                .filter(measurement -> measurement.seconds() < shiftSeconds)
                .mapToDouble(accuracy)
                .average()
                .orElseThrow();
    }
}
