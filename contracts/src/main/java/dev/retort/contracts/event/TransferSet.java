package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.ExperimentReader;

/**
 * One teacher's logits for a sequence of views of images. Sample s belongs to batch b = s / batchSize, and batch b to
 * partition b mod partitions. Each view shows samplesPerView images of the training part in the order of that view's
 * permutation; samplesPerView is a multiple of batchSize, so no batch crosses two views.
 *
 * @param id digest of everything below
 * @param heldOutImages images of the training split that nothing trains on
 * @param splitSeed decides which those are
 * @param seed decides the order and the view of each image
 */
public record TransferSet(
        Digest id,
        Digest dataset,
        Digest teacherVersion,
        Augmentation augmentation,
        long seed,
        int heldOutImages,
        long splitSeed,
        int views,
        int samplesPerView,
        int batchSize,
        int partitions,
        int classes) {

    /** Id of a set that {@link #named} is to name. */
    public static final Digest UNNAMED = new Digest("0".repeat(64));

    public TransferSet {
        Arguments.requireNotNegative("heldOutImages", heldOutImages);
        Arguments.requireAtLeast("views", views, 1);
        Arguments.requireAtLeast("samplesPerView", samplesPerView, 1);
        Arguments.requireAtLeast("batchSize", batchSize, 1);
        Arguments.requireAtLeast("partitions", partitions, 1);
        Arguments.requireAtLeast("classes", classes, 2);
        if (samplesPerView % batchSize != 0) {
            throw new IllegalArgumentException(
                    "samplesPerView " + samplesPerView + " is no multiple of batchSize " + batchSize);
        }
    }

    /** The same set under the id that its contents give it, whatever its id was. */
    public TransferSet named() {
        return with(contentId());
    }

    /** Whether the id is the one that the contents give. */
    public boolean hasIdOfItsContents() {
        return id.equals(contentId());
    }

    private Digest contentId() {
        return ExperimentReader.digest(with(UNNAMED));
    }

    private TransferSet with(Digest newId) {
        return new TransferSet(
                newId,
                dataset,
                teacherVersion,
                augmentation,
                seed,
                heldOutImages,
                splitSeed,
                views,
                samplesPerView,
                batchSize,
                partitions,
                classes);
    }

    public int batchesPerView() {
        return samplesPerView / batchSize;
    }

    public long batches() {
        return (long) views * batchesPerView();
    }

    public long samples() {
        return (long) views * samplesPerView;
    }

    public int partitionOf(long batch) {
        return (int) (batch % partitions);
    }
}
