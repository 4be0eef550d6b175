package dev.retort.contracts.manifest;

import dev.retort.contracts.Digest;

/** One file of an artefact. */
public record FileEntry(Digest sha256, long bytes) {}
