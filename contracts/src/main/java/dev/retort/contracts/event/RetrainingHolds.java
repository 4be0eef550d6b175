package dev.retort.contracts.event;

import dev.retort.contracts.event.PromotionDecided.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Why retraining is held, by alias: a fold over the event log, to the same state whether commands or their answers are read
 * first. A roll-back holds it from its command on, so that nothing is promoted before it is carried out; one that was refused
 * holds nothing. Not for several threads.
 */
public final class RetrainingHolds {
    private final Map<String, Map<Cause, String>> reasons = new HashMap<>();
    private final Set<Cause> refused = new HashSet<>();

    /** A command, as its answer names it. */
    private record Cause(String alias, String requestedBy, Instant requestedAt) {}

    /** Any event; most say nothing about it. */
    public void on(Event event) {
        switch (event) {
            case PauseRetraining pause ->
                hold(new Cause(pause.alias(), pause.requestedBy(), pause.requestedAt()), pause.reason());
            case RollBack back ->
                hold(new Cause(back.alias(), back.requestedBy(), back.requestedAt()), "rolled back: " + back.reason());
            case ResumeRetraining resume -> reasons.remove(resume.alias());
            case PromotionDecided decided
            when decided.verdict() == Verdict.REFUSED ->
                refused(new Cause(decided.alias(), decided.requestedBy(), decided.requestedAt()));
            case Event _ -> {}
        }
    }

    private void hold(Cause cause, String reason) {
        if (!refused.contains(cause)) {
            reasons.computeIfAbsent(cause.alias(), alias -> new LinkedHashMap<>())
                    .put(cause, reason);
        }
    }

    private void refused(Cause cause) {
        refused.add(cause);
        reasons.getOrDefault(cause.alias(), new HashMap<>()).remove(cause);
    }

    /** The latest reason, if there is one. */
    public Optional<String> reason(String alias) {
        return reasons.getOrDefault(alias, Map.of()).values().stream().reduce((first, second) -> second);
    }
}
