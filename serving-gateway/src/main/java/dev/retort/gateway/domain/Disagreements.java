package dev.retort.gateway.domain;

import dev.retort.contracts.event.Disagreement;
import java.util.ArrayDeque;
import java.util.List;

/** The latest, a few. */
final class Disagreements {
    /** For people to look at: what came of all is counted. */
    private static final int KEPT = 32;

    private final ArrayDeque<Disagreement> latest = new ArrayDeque<>();

    synchronized void add(Disagreement disagreement) {
        latest.add(disagreement);
        if (latest.size() > KEPT) {
            latest.remove();
        }
    }

    /** Oldest first. */
    synchronized List<Disagreement> latest() {
        return List.copyOf(latest);
    }
}
