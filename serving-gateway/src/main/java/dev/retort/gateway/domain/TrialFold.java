package dev.retort.gateway.domain;

import dev.retort.contracts.event.TrialEnd;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.contracts.event.TrialStart;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the log says about the trials of one kind. Commands come in their order; that a trial has ended is on another topic,
 * and may be read before the trial.
 */
public final class TrialFold {
    private final Set<TrialId> ended = new HashSet<>();
    private Optional<TrialStart> latest = Optional.empty();
    private String lastWord = "";

    public void on(TrialStart start) {
        latest = Optional.of(start);
        lastWord = "another one was started: " + start.reason();
    }

    public void on(TrialEnd end) {
        latest = Optional.empty();
        lastWord = end.reason();
    }

    public void on(TrialEnded end) {
        ended.add(TrialId.of(end));
        lastWord = end.reason();
    }

    /** The trial that is on. */
    public Optional<TrialStart> open() {
        return latest.filter(start -> !ended.contains(TrialId.of(start)));
    }

    /** Why the one before is over. */
    public String lastWord() {
        return lastWord;
    }
}
