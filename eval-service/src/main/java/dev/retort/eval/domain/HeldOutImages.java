package dev.retort.eval.domain;

import dev.retort.contracts.Digest;

/** Which images a held-out score was taken on; scores on different ones cannot be compared. */
public record HeldOutImages(Digest dataset, int images, long splitSeed) {}
