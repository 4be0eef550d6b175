package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/** Begin a cycle of a run with the new samples that there are, whatever its trigger says. */
public record Retrain(String run, String reason, String requestedBy, Instant requestedAt) implements Command {
    public Retrain {
        Arguments.requireName("run", run);
    }

    @Override
    public String key() {
        return run;
    }
}
