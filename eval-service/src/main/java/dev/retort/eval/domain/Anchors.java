package dev.retort.eval.domain;

import dev.retort.contracts.event.Evidence;
import dev.retort.contracts.event.Interval;
import dev.retort.distill.statistics.PairedDifference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A candidate that replaces a champion for being not worse may lose the margin, and so may the next one, and the next. So it
 * must not be worse by the margin than the anchor either: the last version that was promoted as better or as the first.
 */
final class Anchors {
    private static final double CONFIDENCE = 0.95;

    private Anchors() {}

    /**
     * @param passed whether the candidate is shown to be not worse than the anchor, or the champion is the anchor itself
     * @param worse whether it is shown to be worse by more than the margin
     */
    record Answer(boolean passed, boolean worse, List<String> reasons) {}

    static Answer compare(Evidence.@Nullable Anchor anchor, double margin, double level) {
        if (anchor == null) {
            return new Answer(true, false, List.of());
        }
        String name = anchor.modelVersion().abbreviated();
        if (anchor.table() == null) {
            String why = "%s, the last one that was promoted as better or as the first, cannot be compared with"
                    .formatted(name);
            return new Answer(false, false, List.of(why));
        }
        double p = PairedDifference.nonInferiority(anchor.table(), margin);
        Interval difference = PairedDifference.interval(anchor.table(), CONFIDENCE);
        String reason =
                "%s against %s, the last one that was promoted as better or as the first, same margin: p = %s, asked for p ≤ %s"
                        .formatted(
                                Words.points(anchor.table().difference()),
                                name,
                                Words.probability(p),
                                Words.probability(level));
        return new Answer(p <= level, difference.high() < -margin, List.of(reason));
    }
}
