package dev.retort.contracts.experiment;

/**
 * A student of the run.
 *
 * @param promote whether its checkpoints are candidates for the champion; a baseline's are not
 */
public record Arm(String name, DistillationLoss loss, boolean promote) {}
