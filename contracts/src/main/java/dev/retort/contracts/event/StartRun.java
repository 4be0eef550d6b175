package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/** Execute the experiment, whose YAML text travels whole. */
public record StartRun(String run, String experiment, String requestedBy, Instant requestedAt) implements Command {
    public StartRun {
        Arguments.requireName("run", run);
    }

    @Override
    public String key() {
        return run;
    }
}
