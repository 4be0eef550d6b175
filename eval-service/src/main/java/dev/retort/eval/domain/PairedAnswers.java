package dev.retort.eval.domain;

import dev.retort.contracts.event.PairedCounts;
import dev.retort.distill.score.Predictions;

/** Who was right on the same images. */
public final class PairedAnswers {
    private PairedAnswers() {}

    /** @throws IllegalArgumentException if they are not predictions of the same images */
    public static PairedCounts table(Predictions candidate, Predictions champion) {
        if (candidate.images() != champion.images()) {
            throw new IllegalArgumentException(
                    "%d images and %d are not the same".formatted(candidate.images(), champion.images()));
        }
        int[] counts = new int[4];
        for (int i = 0; i < candidate.images(); i++) {
            if (candidate.label(i) != champion.label(i)) {
                throw new IllegalArgumentException(
                        "image %d has label %d here and %d there".formatted(i, candidate.label(i), champion.label(i)));
            }
            counts[(candidate.isRight(i) ? 0 : 2) + (champion.isRight(i) ? 0 : 1)]++;
        }
        return new PairedCounts(counts[0], counts[1], counts[2], counts[3]);
    }
}
