package dev.retort.contracts.experiment;

import dev.retort.contracts.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The large network, trained or found.
 *
 * @param network a name of the catalogue, such as {@code resnet50}
 * @param version a teacher that is in the store already; then nothing is trained and training is ignored
 */
public record TeacherSpec(String network, @Nullable Digest version, TrainingSpec training) {}
