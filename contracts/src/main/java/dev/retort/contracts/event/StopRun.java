package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/** Stop a run where it is; its checkpoints stay. */
public record StopRun(String run, String reason, String requestedBy, Instant requestedAt) implements Command {
    public StopRun {
        Arguments.requireName("run", run);
    }

    @Override
    public String key() {
        return run;
    }
}
