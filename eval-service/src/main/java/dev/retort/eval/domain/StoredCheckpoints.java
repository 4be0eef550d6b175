package dev.retort.eval.domain;

import dev.retort.contracts.event.EvaluationCompleted;

/** Which checkpoints are still there: the trainer deletes old ones. */
@FunctionalInterface
public interface StoredCheckpoints {
    /** Whether the checkpoint that a version was made of is in the store, whole. */
    boolean has(EvaluationCompleted evaluation);
}
