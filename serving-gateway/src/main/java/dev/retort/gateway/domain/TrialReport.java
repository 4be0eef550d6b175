package dev.retort.gateway.domain;

import dev.retort.contracts.event.TrialEnded;
import dev.retort.contracts.event.TrialStart;

/** Where it is said what became of a trial. Returns at once. */
public interface TrialReport {
    /** Goes on trying while the log is away. */
    void ended(TrialEnded ended);

    /** A trial that cannot be begun; the command is put aside. */
    void refused(TrialStart start, RefusedModelException why);
}
