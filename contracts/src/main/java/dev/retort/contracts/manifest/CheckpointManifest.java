package dev.retort.contracts.manifest;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint: from it training goes on bit for bit. File {@link #STATE} is safetensors: weights and running statistics
 * with PyTorch names, beside them what the optimizer remembers. Where a training averages its weights, the averages have
 * those names, and the weights that it goes on from are called {@code raw.<name>}.
 *
 * @param step optimizer updates done
 * @param nextSequence first sample not yet trained on (students), 0 for a teacher
 * @param offsets by partition, where to read on
 * @param precision bf16 or fp32, as used
 * @param threads of libtorch; another count gives other bits
 * @param machine another one may give other bits; null where a version before this key wrote the checkpoint
 * @param parent the checkpoint before this one
 */
public record CheckpointManifest(
        String run,
        String arm,
        String network,
        int classes,
        long step,
        long totalSteps,
        Digest dataset,
        @Nullable Digest transferSet,
        @Nullable Digest teacherVersion,
        long nextSequence,
        Map<Integer, Long> offsets,
        String experiment,
        long seed,
        String precision,
        int threads,
        @Nullable Machine machine,
        @Nullable Digest parent,
        String codeVersion,
        Map<String, FileEntry> files)
        implements Manifest {
    public static final String STATE = "state.safetensors";

    public CheckpointManifest {
        Arguments.requireName("run", run);
        Arguments.requireName("arm", arm);
        Arguments.requireAtLeast("classes", classes, 2);
        Arguments.requireNotNegative("step", step);
        Arguments.requireNotNegative("totalSteps", totalSteps);
        Arguments.requireNotNegative("nextSequence", nextSequence);
        Arguments.requireAtLeast("threads", threads, 1);
        offsets.forEach((partition, offset) -> {
            Arguments.requireNotNegative("offsets", partition);
            Arguments.requireNotNegative("offsets." + partition, offset);
        });
        Arguments.requireFileNames(files.keySet());
        offsets = Map.copyOf(offsets);
        files = Map.copyOf(files);
    }
}
