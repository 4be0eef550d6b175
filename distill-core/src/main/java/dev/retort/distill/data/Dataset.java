package dev.retort.distill.data;

import dev.retort.distill.network.Normalization;
import java.util.List;

/**
 * A training and a test split.
 *
 * @param classes names, by label
 * @param normalization of the training split
 */
public record Dataset(String name, List<String> classes, Normalization normalization, ImageSet train, ImageSet test) {
    public Dataset {
        classes = List.copyOf(classes);
    }
}
