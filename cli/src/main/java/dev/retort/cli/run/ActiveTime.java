package dev.retort.cli.run;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a phase has been at work, by the times of its events. While everything was switched off, nothing counts. */
final class ActiveTime {
    /** Progress comes about once a second; a longer silence is a restart. */
    private static final Duration GREATEST_GAP = Duration.ofSeconds(30);

    private Duration total = Duration.ZERO;
    private @Nullable Instant last;

    void mark(Instant at) {
        if (last != null && at.isAfter(last)) {
            Duration gap = Duration.between(last, at);
            total = total.plus(gap.compareTo(GREATEST_GAP) > 0 ? Duration.ZERO : gap);
        }
        if (last == null || at.isAfter(last)) {
            last = at;
        }
    }

    Duration total() {
        return total;
    }
}
