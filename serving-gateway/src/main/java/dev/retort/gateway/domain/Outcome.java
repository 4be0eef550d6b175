package dev.retort.gateway.domain;

/** What became of a question to a model. */
public sealed interface Outcome {
    /** It was computed. */
    record Answered(Logits logits) implements Outcome {}

    /** It was refused at once: so many requests wait that it would wait long. */
    record QueueFull(int waiting) implements Outcome {}

    /** Its deadline passed while it waited; it was not computed. */
    record DeadlinePassed() implements Outcome {}
}
