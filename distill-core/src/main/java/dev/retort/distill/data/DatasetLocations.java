package dev.retort.distill.data;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where datasets come from.
 *
 * @param directory holds local files, and takes what is downloaded
 * @param cifar10Archive the official binary archive, a gzipped tar file
 */
public record DatasetLocations(Path directory, URI cifar10Archive) {
    private static final URI OFFICIAL = URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz");

    public DatasetLocations(Path directory) {
        this(directory, OFFICIAL);
    }
}
