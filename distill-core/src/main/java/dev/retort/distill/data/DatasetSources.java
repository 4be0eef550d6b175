package dev.retort.distill.data;

import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.data.cifar10.Cifar10;
import dev.retort.distill.data.drawn.DrawnImages;

/** Loads what an experiment names. */
public final class DatasetSources {
    private DatasetSources() {}

    /** @throws DatasetException if it cannot be had; the message says why and what to do */
    public static Dataset load(DatasetSpec spec, DatasetLocations locations, LoadProgress progress) {
        return switch (spec) {
            case DatasetSpec.Drawn drawn -> DrawnImages.dataset(drawn, progress);
            case DatasetSpec.Cifar10 cifar10 -> Cifar10.load(cifar10, locations, progress);
            case DatasetSpec.Folder folder -> ImageFolder.load(folder, locations, progress);
        };
    }
}
