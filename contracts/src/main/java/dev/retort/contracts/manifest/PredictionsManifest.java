package dev.retort.contracts.manifest;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.util.Map;

/**
 * What a model version said to each image, so that two versions can be compared later without running them. Each split is a
 * file of records in the order of the images, big-endian: label and answer as unsigned 16 bit, then a logit for each class
 * as fp16.
 *
 * @param heldOutImages in the order that the split's seed gives
 * @param splitSeed decides which images of the training split these are
 */
public record PredictionsManifest(
        Digest modelVersion,
        Digest dataset,
        int classes,
        int heldOutImages,
        long splitSeed,
        int testImages,
        Map<String, FileEntry> files)
        implements Manifest {
    public static final String HELD_OUT = "held-out.bin";
    public static final String TEST = "test.bin";

    public PredictionsManifest {
        Arguments.requireFileNames(files.keySet());
        files = Map.copyOf(files);
    }
}
