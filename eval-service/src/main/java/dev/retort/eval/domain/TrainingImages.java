package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import java.util.OptionalInt;

/** How many images the training split of a dataset has, by the dataset's digest. */
@FunctionalInterface
public interface TrainingImages {
    /** Empty where the dataset cannot be had. */
    OptionalInt count(Digest dataset);
}
