package dev.retort.kit.checkpoint;

import dev.retort.contracts.event.LabellingConditions;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.Machine;
import dev.retort.distill.train.ThisMachine;
import dev.retort.distill.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the bits of a training hang on besides what it learns from, or those of a labelling besides teacher and images.
 *
 * @param precision bf16 or fp32; of a labelling also {@code file}
 * @param threads of libtorch
 * @param machine null where it is not known
 */
public record Conditions(
        String precision, int threads, @Nullable Machine machine) {

    /** Of a training in this process. */
    public static Conditions of(TrainingSettings settings) {
        return new Conditions(
                settings.precision().name().toLowerCase(Locale.ROOT), settings.threads(), ThisMachine.describe());
    }

    /** Under which a checkpoint was made. */
    public static Conditions of(CheckpointManifest made) {
        return new Conditions(made.precision(), made.threads(), made.machine());
    }

    /** Under which a transfer set is labelled. */
    public static Conditions of(LabellingConditions labelled) {
        return new Conditions(labelled.precision(), labelled.threads(), labelled.machine());
    }

    /** What is not as it was before, each with both values. Of a machine that is not known nothing is said. */
    public List<String> changesSince(Conditions before) {
        List<String> changes = new ArrayList<>();
        change("precision", precision, before.precision, changes);
        change("threads", threads, before.threads, changes);
        changes.addAll(machineChangesSince(before));
        return changes;
    }

    /** As {@link #changesSince}, of the machine alone. */
    public List<String> machineChangesSince(Conditions before) {
        List<String> changes = new ArrayList<>();
        if (machine != null && before.machine != null) {
            change("processor", machine.processor(), before.machine.processor(), changes);
            change("instructions", machine.instructions(), before.machine.instructions(), changes);
            change("libtorch", machine.libtorch(), before.machine.libtorch(), changes);
            change("allocator", machine.allocator(), before.machine.allocator(), changes);
        }
        return changes;
    }

    private static void change(String what, Object now, Object before, List<String> changes) {
        if (!now.equals(before)) {
            changes.add("%s %s, before %s".formatted(what, now, before));
        }
    }
}
