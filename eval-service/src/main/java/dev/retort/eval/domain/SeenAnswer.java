package dev.retort.eval.domain;

import dev.retort.contracts.Digest;

/** What was said to a new image, known by the digest of its content. */
public sealed interface SeenAnswer {
    Digest content();

    /** By the version that served it; {@code confidence} is the answer's probability. */
    record OfStudent(Digest content, Digest modelVersion, int answer, double confidence) implements SeenAnswer {}

    /** When it was labelled. */
    record OfTeacher(Digest content, int answer) implements SeenAnswer {}
}
