package dev.retort.kit.store;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.Manifest;
import java.nio.file.Path;

/**
 * An artefact in the local cache, every digest checked.
 *
 * @param digest of the manifest
 */
public record Artefact<M extends Manifest>(Digest digest, M manifest, Path directory) {
    public Path file(String name) {
        return directory.resolve(name);
    }
}
