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
    private boolean paused;

    void mark(Instant at) {
        if (last != null && !at.isAfter(last)) {
            return;
        }
        if (last != null && !paused) {
            Duration gap = Duration.between(last, at);
            total = total.plus(gap.compareTo(GREATEST_GAP) > 0 ? Duration.ZERO : gap);
        }
        last = at;
        paused = false;
    }

    /** What passes from here to the next mark does not count. */
    void pause() {
        paused = true;
    }

    Duration total() {
        return total;
    }
}
