package dev.retort.contracts.manifest;

import java.util.Map;

/** What {@code manifest.json} of an artefact says; its digest is the artefact's. */
public sealed interface Manifest permits DatasetManifest, CheckpointManifest, ModelManifest, PredictionsManifest {
    /** By file name, relative to the artefact's prefix. */
    Map<String, FileEntry> files();
}
