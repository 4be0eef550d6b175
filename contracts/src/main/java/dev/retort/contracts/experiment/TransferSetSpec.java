package dev.retort.contracts.experiment;

/**
 * How the teacher labels.
 *
 * @param views how often the teacher looks at each image, each time at another view
 */
public record TransferSetSpec(int views, int batchSize, int partitions, Augmentation augmentation) {}
