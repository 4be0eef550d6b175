package dev.retort.distill.train;

/**
 * What a step found, before its update.
 *
 * @param loss mean over the batch
 * @param correct images of the batch whose greatest logit was the label's
 */
public record StepResult(double loss, int correct) {}
