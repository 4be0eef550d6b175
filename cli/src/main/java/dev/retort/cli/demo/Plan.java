package dev.retort.cli.demo;

import dev.retort.distill.data.corruption.Corruption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a demonstration does.
 *
 * @param shift what becomes of the images, in this order
 * @param seed of the experiment, of the new images and of their corruptions
 * @param before from the first new image to the shift
 * @param after from the shift to the end
 * @param labelEvery every so many new images one has a label
 */
public record Plan(
        Variant variant,
        List<Corruption> shift,
        long seed,
        Duration before,
        Duration after,
        int imagesPerSecond,
        int labelEvery) {
    public static final String USUAL_SHIFT = "noise-2";

    public Plan {
        shift = List.copyOf(shift);
    }

    /** Whether, and how, the student goes on learning. */
    public enum Variant {
        WITH_RETRAINING("with retraining", "retraining"),
        WITHOUT_RETRAINING("without retraining", "no-retraining"),
        WITHOUT_REPLAY("retraining without replay", "no-replay");

        private final String words;
        private final String fileName;

        Variant(String words, String fileName) {
            this.words = words;
            this.fileName = fileName;
        }

        DemoExperiment applyTo(DemoExperiment experiment) {
            return switch (this) {
                case WITH_RETRAINING -> experiment;
                case WITHOUT_RETRAINING -> experiment.withoutRetraining();
                case WITHOUT_REPLAY -> experiment.withoutReplay();
            };
        }
    }

    Duration total() {
        return before.plus(after);
    }

    Duration interval() {
        return Duration.ofSeconds(1).dividedBy(imagesPerSecond);
    }

    String title() {
        String corruptions = shift.stream().map(Corruption::toString).collect(Collectors.joining(" and "));
        return "Accuracy of what is served, %s, %s, seed %d".formatted(corruptions, variant.words, seed);
    }

    /** Without its ending. */
    String fileName() {
        return "continuous-%s-seed%d".formatted(variant.fileName, seed);
    }
}
