package dev.retort.contracts.event;

/**
 * Two classifiers on the same images: the 2 × 2 table of who was right. {@code onlyCandidate} and {@code onlyChampion} are
 * the discordant pairs, on which all that a paired test says rests.
 */
public record PairedCounts(int bothRight, int onlyCandidate, int onlyChampion, int bothWrong) {
    public PairedCounts {
        if (bothRight < 0 || onlyCandidate < 0 || onlyChampion < 0 || bothWrong < 0) {
            throw new IllegalArgumentException("counts are not negative: %d, %d, %d, %d"
                    .formatted(bothRight, onlyCandidate, onlyChampion, bothWrong));
        }
        long sum = (long) bothRight + onlyCandidate + onlyChampion + bothWrong;
        if (sum < 1 || sum > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("%d pairs; at least 1 and at most 2³¹ - 1".formatted(sum));
        }
    }

    public int images() {
        return bothRight + onlyCandidate + onlyChampion + bothWrong;
    }

    /** Accuracy of the candidate less that of the champion, in [-1, 1]. */
    public double difference() {
        return (double) (onlyCandidate - onlyChampion) / images();
    }

    /** The same pairs with candidate and champion exchanged. */
    public PairedCounts exchanged() {
        return new PairedCounts(
                bothRight, /* onlyCandidate= */ onlyChampion, /* onlyChampion= */ onlyCandidate, bothWrong);
    }
}
