package dev.retort.eval.domain;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.RecentImages;
import java.util.Optional;

/** What a retrained student and the champion say to images that came later and were held out. */
@FunctionalInterface
public interface RecentAnswers {
    /** Empty where the candidate is no retraining, or another form of the champion's checkpoint while retraining is not held. */
    Optional<RecentImages> compare(EvaluationCompleted candidate, EvaluationCompleted champion)
            throws InterruptedException;
}
