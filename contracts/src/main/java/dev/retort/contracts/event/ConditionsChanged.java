package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training goes on from a checkpoint, or the labelling of a transfer set from what is on the log, under other conditions than
 * those before: its bits differ from those of an undisturbed one.
 *
 * @param arm the student's arm, or {@code teacher}
 * @param step of the checkpoint; of a labelling, the batches that are on the log
 * @param checkpoint of a labelling, the transfer set's id: that is what it goes on from
 * @param transferSet what is labelled; null of a training
 * @param changes what is not as it was, each with both values
 */
public record ConditionsChanged(
        String run,
        String arm,
        long step,
        Digest checkpoint,
        @Nullable Digest transferSet,
        List<String> changes,
        Instant at)
        implements RunEvent {
    public ConditionsChanged {
        Arguments.requireName("run", run);
        Arguments.requireName("arm", arm);
        Arguments.requireNotNegative("step", step);
        changes = List.copyOf(changes);
    }

    /** Of a training. */
    public ConditionsChanged(String run, String arm, long step, Digest checkpoint, List<String> changes, Instant at) {
        this(run, arm, step, checkpoint, null, changes, at);
    }

    /** Of a labelling. */
    public static ConditionsChanged ofLabelling(
            String run, String arm, long batches, Digest transferSet, List<String> changes, Instant at) {
        return new ConditionsChanged(run, arm, batches, transferSet, transferSet, changes, at);
    }

    /** Whether it says the same, at whatever time. */
    public boolean isSameAs(ConditionsChanged other) {
        return checkpoint.equals(other.checkpoint) && changes.equals(other.changes);
    }

    /** For people. */
    public String sentence() {
        String place = transferSet == null
                ? "%s went on from step %d".formatted(arm, step)
                : "the labelling of transfer set %s went on behind batch %d".formatted(transferSet.abbreviated(), step);
        return "%s under other conditions (%s): its bits differ from those of an undisturbed run"
                .formatted(place, String.join("; ", changes));
    }
}
