package dev.retort.gateway.domain;

import java.time.Duration;

/** What became of a question to a model. */
public sealed interface Outcome {
    /** It was computed. */
    record Answered(Logits logits) implements Outcome {}

    /** It was refused at once: so many requests wait that it would wait long. */
    record QueueFull(int waiting) implements Outcome {}

    /**
     * It was refused at once: it would wait for longer than its deadline allows.
     *
     * @param expected wait
     */
    record WaitTooLong(Duration expected) implements Outcome {}

    /** Its deadline passed while it waited, or would have before it was computed. */
    record DeadlinePassed() implements Outcome {}
}
