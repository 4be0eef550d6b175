package dev.retort.eval.storage;

import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.weights.Weights;

/** A checkpoint whose digests, shapes and values were checked, and the dataset it was trained on. */
public record LoadedCheckpoint(CheckpointManifest manifest, Network network, Weights weights, Dataset dataset) {}
