package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.ExperimentReader;

/**
 * One teacher's logits for images that came later, in the order in which they came: grows without end. Sample s belongs to
 * batch b = s / batchSize, on a topic of one partition.
 *
 * @param id digest of everything below
 * @param dataset whose shape and classes the images have
 * @param seed decides the views
 * @param views how often the teacher looks at each image
 * @param heldOutShare of the images, by their content digests: kept for scoring
 */
public record ContinuousSet(
        Digest id,
        Digest dataset,
        Digest teacherVersion,
        Augmentation augmentation,
        long seed,
        int channels,
        int height,
        int width,
        int classes,
        int batchSize,
        int views,
        double heldOutShare) {
    /** Stands in for the id while the digest of the rest is taken. */
    public static final Digest UNNAMED = new Digest("0".repeat(64));

    /** Pixels of one message; what one step of the teacher holds in memory. */
    public static final int GREATEST_BATCH_BYTES = 1 << 25;

    public ContinuousSet {
        Arguments.requireAtLeast("channels", channels, 1);
        Arguments.requireAtLeast("height", height, 1);
        Arguments.requireAtLeast("width", width, 1);
        Arguments.requireAtLeast("classes", classes, 2);
        Arguments.requireAtLeast("batchSize", batchSize, 1);
        Arguments.requireAtLeast("views", views, 1);
        Arguments.requireShare("heldOutShare", heldOutShare);
        // By doubles: four whole numbers multiply beyond any of theirs.
        if ((double) channels * height * width * batchSize > GREATEST_BATCH_BYTES) {
            throw new IllegalArgumentException(
                    "%d images of %d × %d × %d are more than the %d bytes that a batch may have"
                            .formatted(batchSize, channels, height, width, GREATEST_BATCH_BYTES));
        }
    }

    /** The same set under the id that its contents give it, whatever its id was. */
    public ContinuousSet named() {
        return with(contentId());
    }

    /** Whether the id is the one that the contents give. */
    public boolean hasIdOfItsContents() {
        return id.equals(contentId());
    }

    private Digest contentId() {
        return ExperimentReader.digest(with(UNNAMED));
    }

    private ContinuousSet with(Digest newId) {
        return new ContinuousSet(
                newId,
                dataset,
                teacherVersion,
                augmentation,
                seed,
                channels,
                height,
                width,
                classes,
                batchSize,
                views,
                heldOutShare);
    }

    public int imageBytes() {
        return channels * height * width;
    }
}
