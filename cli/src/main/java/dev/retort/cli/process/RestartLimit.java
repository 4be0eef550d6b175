package dev.retort.cli.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How often a service may be started again. What died often within a while will die again; what died long ago says nothing
 * about today.
 */
final class RestartLimit {
    static final int GREATEST = 5;
    static final Duration WHILE = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Map<String, Deque<Instant>> restarts = new HashMap<>();

    RestartLimit(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether it may be started once more; if so, that counts. */
    boolean allow(String service) {
        Instant now = clock.instant();
        Deque<Instant> past = restarts.computeIfAbsent(service, name -> new ArrayDeque<>());
        past.removeIf(restart -> restart.isBefore(now.minus(WHILE)));
        if (past.size() >= GREATEST) {
            return false;
        }
        past.add(now);
        return true;
    }
}
