package dev.retort.contracts.experiment;

/** Where the images come from. */
public sealed interface DatasetSpec {
    /** Images of the training split that nothing trains on; promotion decides on them. */
    int heldOutImages();

    /** Procedural images, made from the seed. */
    record Drawn(int trainImages, int testImages, long seed, int heldOutImages) implements DatasetSpec {}

    /** CIFAR-10 in its binary layout, found in the configured directory or downloaded; limit 0 takes all. */
    record Cifar10(int trainImages, int testImages, int heldOutImages) implements DatasetSpec {}

    /** A directory with {@code train/<class>/*.png|jpg} and {@code test/<class>/…}, resized to size × size. */
    record Folder(String path, int size, int heldOutImages) implements DatasetSpec {}
}
