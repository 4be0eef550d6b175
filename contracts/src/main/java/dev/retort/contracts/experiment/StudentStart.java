package dev.retort.contracts.experiment;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.retort.contracts.Digest;

/**
 * Where a student's weights come from before its first step; key {@code student.start}. The same for every arm. Optimizer
 * and schedule begin anew whatever the weights.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
public sealed interface StudentStart {
    /** {@code random}, the default: drawn from the experiment's seed. */
    record RandomWeights() implements StudentStart {}

    /** {@code {version: <digest>}}: a model version that is in the store, of the same shapes. */
    record Version(Digest version) implements StudentStart {}

    /** {@code {checkpoint: <digest>}}: a checkpoint that is on the log, of any run, of the same shapes. */
    record Checkpoint(Digest checkpoint) implements StudentStart {}

    /** {@code teacher-layers}: the teacher's layers of the same name and shape; what it does not have is random. */
    record TeacherLayers() implements StudentStart {}
}
