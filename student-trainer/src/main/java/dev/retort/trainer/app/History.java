package dev.retort.trainer.app;

import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.kit.checkpoint.Conditions;
import dev.retort.kit.store.ObjectMissingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The checkpoints of one arm that led to one of them, as far as they are there, that one last: who is stopped may go on under
 * other conditions, and each names those of the steps before it. One at which they changed is never deleted, so between two
 * that are there nothing did.
 */
record History(List<CheckpointManifest> manifests) {
    History {
        manifests = List.copyOf(manifests);
    }

    /** Steps that were taken under one precision and one count of threads. */
    record Segment(long from, long to, Precision precision, int threads) {}

    /**
     * @param checkpoints of the run
     * @param read what a checkpoint says of itself
     */
    static History of(
            CheckpointManifest made,
            List<CheckpointPublished> checkpoints,
            Function<CheckpointPublished, CheckpointManifest> read) {
        List<CheckpointManifest> manifests = new ArrayList<>();
        checkpoints.stream()
                .filter(checkpoint -> checkpoint.arm().equals(made.arm()) && checkpoint.step() < made.step())
                .sorted(Comparator.comparingLong(CheckpointPublished::step))
                .forEach(checkpoint -> find(checkpoint, read).ifPresent(manifests::add));
        manifests.add(made);
        return new History(manifests);
    }

    private static Optional<CheckpointManifest> find(
            CheckpointPublished checkpoint, Function<CheckpointPublished, CheckpointManifest> read) {
        try {
            return Optional.of(read.apply(checkpoint));
        } catch (ObjectMissingException e) {
            return Optional.empty();
        }
    }

    /** All steps, in order. */
    List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (CheckpointManifest manifest : manifests) {
            Precision precision = Precision.valueOf(manifest.precision().toUpperCase(Locale.ROOT));
            Segment last = segments.isEmpty() ? null : segments.getLast();
            if (last != null && last.precision() == precision && last.threads() == manifest.threads()) {
                segments.removeLast();
                segments.add(new Segment(last.from(), manifest.step(), precision, last.threads()));
            } else {
                segments.add(new Segment(last == null ? 0 : last.to(), manifest.step(), precision, manifest.threads()));
            }
        }
        return segments;
    }

    /** Where it went on under other conditions than before. */
    List<String> changes() {
        List<String> changes = new ArrayList<>();
        for (int i = 1; i < manifests.size(); i++) {
            CheckpointManifest before = manifests.get(i - 1);
            List<String> here = Conditions.of(manifests.get(i)).changesSince(Conditions.of(before));
            if (!here.isEmpty()) {
                changes.add("from step %d on it was made under other conditions: %s"
                        .formatted(before.step(), String.join("; ", here)));
            }
        }
        return changes;
    }
}
