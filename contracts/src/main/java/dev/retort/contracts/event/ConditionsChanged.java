package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;
import java.util.List;

/**
 * A training goes on from a checkpoint under other conditions than those that it was made under: its bits differ from those
 * of an undisturbed one.
 *
 * @param arm the student's arm, or {@code teacher}
 * @param step of the checkpoint
 * @param changes what is not as it was, each with both values
 */
public record ConditionsChanged(String run, String arm, long step, Digest checkpoint, List<String> changes, Instant at)
        implements RunEvent {
    public ConditionsChanged {
        Arguments.requireName("run", run);
        Arguments.requireName("arm", arm);
        Arguments.requireNotNegative("step", step);
        changes = List.copyOf(changes);
    }

    /** Whether it says the same, at whatever time. */
    public boolean isSameAs(ConditionsChanged other) {
        return checkpoint.equals(other.checkpoint) && changes.equals(other.changes);
    }

    /** For people. */
    public String sentence() {
        return "%s went on from step %d under other conditions (%s): its bits differ from those of an undisturbed run"
                .formatted(arm, step, String.join("; ", changes));
    }
}
