package dev.retort.contracts.experiment;

/**
 * Stochastic gradient descent.
 *
 * @param learningRate the greatest of the schedule
 */
public record OptimizerSpec(double learningRate, double momentum, boolean nesterov, double weightDecay) {}
