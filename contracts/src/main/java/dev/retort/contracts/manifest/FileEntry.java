package dev.retort.contracts.manifest;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;

/** One file of an artefact. */
public record FileEntry(Digest sha256, long bytes) {
    public FileEntry {
        Arguments.requireNotNegative("bytes", bytes);
    }
}
