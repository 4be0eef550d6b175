package dev.retort.distill.score;

import dev.retort.contracts.event.EvaluationCompleted;

/**
 * @param accuracy share of images whose greatest logit is the label's, in [0, 1]
 * @param negativeLogLikelihood mean of -log softmax(logits)[label], in nats
 */
public record Score(int images, double accuracy, double negativeLogLikelihood) {

    public static Score of(Predictions predictions) {
        return new Score(
                predictions.images(), Metrics.accuracy(predictions), Metrics.negativeLogLikelihood(predictions, 1));
    }

    /** As it goes on the log. */
    public EvaluationCompleted.Score toEvent() {
        return new EvaluationCompleted.Score(images, accuracy, negativeLogLikelihood);
    }
}
