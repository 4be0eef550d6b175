package dev.retort.eval.domain;

import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.PairedCounts;
import java.util.Locale;

/** Numbers as the reasons give them. */
final class Words {
    private static final int READABLE = 1_000_000;

    private Words() {}

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    static String sure(Interval interval) {
        return " (95 %% confidence: %s to %s)".formatted(percent(interval.low()), percent(interval.high()));
    }

    static String points(double difference) {
        return String.format(Locale.ROOT, "%+.2f points", 100 * difference);
    }

    static String probability(double p) {
        return String.format(Locale.ROOT, p < 1e-3 ? "%.1e" : "%.4f", p);
    }

    static String milliseconds(double milliseconds) {
        return String.format(Locale.ROOT, "%.2f ms", milliseconds);
    }

    static String bytes(long bytes) {
        return bytes < READABLE ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f MB", (double) bytes / READABLE);
    }

    static String table(PairedCounts table) {
        return "of %d held-out images both have %d right, only the candidate %d, only the champion %d"
                .formatted(table.images(), table.bothRight(), table.onlyCandidate(), table.onlyChampion());
    }
}
