package dev.retort.contracts.event;

import java.time.Instant;

/** Stop a run where it is; its checkpoints stay. */
public record StopRun(String run, String reason, String requestedBy, Instant requestedAt) implements Command {
    @Override
    public String key() {
        return run;
    }
}
