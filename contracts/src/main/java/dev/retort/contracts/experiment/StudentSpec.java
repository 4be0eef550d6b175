package dev.retort.contracts.experiment;

/**
 * The small network.
 *
 * @param network a name of the catalogue, such as {@code resnet18}
 */
public record StudentSpec(String network, StudentStart start, TrainingSpec training) {}
