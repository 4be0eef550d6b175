package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.distill.score.Predictions;
import java.util.Optional;

/**
 * What a version said to its held-out images, by the digest of its predictions. What was said to test images cannot be had
 * here: decisions do not see it.
 */
@FunctionalInterface
public interface HeldOutAnswers {
    /** Empty where the store does not have them, or not as their digest says. */
    Optional<Predictions> find(Digest predictions);
}
