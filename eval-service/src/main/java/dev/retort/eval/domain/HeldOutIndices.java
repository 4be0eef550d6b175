package dev.retort.eval.domain;

import java.util.Optional;

/** Which images of its dataset's training split a run holds out. */
@FunctionalInterface
public interface HeldOutIndices {
    /** Ascending; empty where the dataset cannot be had. */
    Optional<int[]> of(HeldOutImages split);
}
