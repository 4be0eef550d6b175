package dev.retort.contracts.experiment;

/** Stochastic gradient descent. @param learningRate the schedule's greatest. */
public record OptimizerSpec(double learningRate, double momentum, boolean nesterov, double weightDecay) {}
