package dev.retort.gateway.app;

import dev.retort.contracts.event.TrialEnd;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.contracts.event.TrialStart;
import dev.retort.gateway.domain.Trial;
import dev.retort.gateway.domain.TrialFold;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The trials of one kind: what the log says, and the one that runs here. What is over takes no request from then on. */
final class TrialSlot {
    private final TrialFold log = new TrialFold();
    private volatile @Nullable Trial running;

    /** The one that takes requests. */
    Optional<Trial> running() {
        return Optional.ofNullable(running);
    }

    /** The one that is on by the log. */
    synchronized Optional<TrialStart> open() {
        return log.open();
    }

    /** @return the one that is over by that, for its owner to report and close */
    synchronized Optional<Trial> on(TrialStart start) {
        log.on(start);
        return takeUnwanted();
    }

    /** As {@link #on(TrialStart)}. */
    synchronized Optional<Trial> on(TrialEnd end) {
        log.on(end);
        return takeUnwanted();
    }

    /** As {@link #on(TrialStart)}. */
    synchronized Optional<Trial> on(TrialEnded end) {
        log.on(end);
        return takeUnwanted();
    }

    synchronized String lastWord() {
        return log.lastWord();
    }

    /** Empty if it runs already, or none is on. */
    synchronized Optional<TrialStart> toBegin() {
        return running == null ? log.open() : Optional.empty();
    }

    /** @return false if it is not wanted any more */
    synchronized boolean begin(Trial trial) {
        boolean wanted = running == null && log.open().equals(Optional.of(trial.start()));
        if (wanted) {
            running = trial;
        }
        return wanted;
    }

    /** Ends it here and now, not waiting for the log. @return empty if it is over already */
    synchronized Optional<TrialEnded> end(Trial trial, String reason, Instant at) {
        if (running != trial) {
            return Optional.empty();
        }
        running = null;
        TrialEnded ended = trial.ended(true, reason, at);
        log.on(ended);
        return Optional.of(ended);
    }

    private Optional<Trial> takeUnwanted() {
        Trial trial = running;
        if (trial == null || log.open().equals(Optional.of(trial.start()))) {
            return Optional.empty();
        }
        running = null;
        return Optional.of(trial);
    }
}
