package dev.retort.cli.run;

import java.time.Duration;

/**
 * One phase of a run, to be shown on one line.
 *
 * @param done of {@code total}, in steps or images or checkpoints; a total of 0 is not known
 * @param time spent in it so far; zero where that means nothing
 * @param detail such as loss and accuracy; may be empty
 */
public record PhaseRow(String name, State state, long done, long total, Duration time, String detail) {
    /** How far a phase is. */
    public enum State {
        WAITING,
        RUNNING,
        DONE
    }

    /** Whether there is a share to speak of. */
    public boolean isMeasured() {
        return state == State.DONE || total > 0;
    }

    /** In [0, 1]. */
    public double share() {
        if (state == State.DONE) {
            return 1;
        }
        return total <= 0 ? 0 : Math.min(1, (double) done / total);
    }
}
