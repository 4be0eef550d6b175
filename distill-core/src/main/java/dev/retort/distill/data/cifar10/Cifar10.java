package dev.retort.distill.data.cifar10;

import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.DatasetLocations;
import dev.retort.distill.data.LoadProgress;
import java.nio.file.Path;

/** CIFAR-10: 50,000 training and 10,000 test images, 32×32, ten classes. */
public final class Cifar10 {
    private Cifar10() {}

    /**
     * Takes the first that is there: {@code cifar-10-batches-bin} in the directory, or the directory itself.
     *
     * @throws DatasetException if files are missing or damaged
     */
    public static Dataset load(DatasetSpec.Cifar10 spec, DatasetLocations locations, LoadProgress progress) {
        Path directory = locations.directory();
        Path named = directory.resolve(Cifar10Directory.NAME);
        Path found =
                !Cifar10Directory.looksLikeOne(named) && Cifar10Directory.looksLikeOne(directory) ? directory : named;
        return new Cifar10Directory(found, Cifar10Directory.OFFICIAL_IMAGES_PER_BATCH).load(spec);
    }
}
