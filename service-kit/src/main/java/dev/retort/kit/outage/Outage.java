package dev.retort.kit.outage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells an operator that something is away: once when it begins, then once a minute, and when it is over. Whoever tries
 * again every second need not say so every second. Safe for many threads.
 */
public final class Outage {
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Logger log;
    private final String what;
    private final InstantSource clock;
    private @Nullable Instant since;
    private Instant said = Instant.MIN;

    /** @param what is away, as the subject of a sentence */
    public Outage(Logger log, String what) {
        this(log, what, InstantSource.system());
    }

    Outage(Logger log, String what, InstantSource clock) {
        this.log = log;
        this.what = what;
        this.clock = clock;
    }

    /** It failed again, or for the first time. */
    public synchronized void failed(String why) {
        Instant now = clock.instant();
        if (since == null) {
            since = now;
            log.warnf("%s is away (%s); trying until it is back", what, why);
            said = now;
        } else if (!now.isBefore(said.plus(AGAIN))) {
            log.warnf(
                    "%s has been away for %d s (%s)",
                    what, Duration.between(since, now).toSeconds(), why);
            said = now;
        }
    }

    /** It answers. */
    public synchronized void over() {
        if (since != null) {
            log.infof(
                    "%s is back after %d s",
                    what, Duration.between(since, clock.instant()).toSeconds());
            since = null;
        }
    }
}
