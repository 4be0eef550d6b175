package dev.retort.contracts.event;

import java.time.Instant;

/** Execute the experiment, whose YAML text travels whole. */
public record StartRun(String run, String experiment, String requestedBy, Instant requestedAt) implements Command {
    @Override
    public String key() {
        return run;
    }
}
