package dev.retort.cli.http;

import java.util.List;

/**
 * The gateway's answer for one image.
 *
 * @param predictions most probable first
 * @param milliseconds that the gateway took
 */
public record Prediction(String modelVersion, List<Candidate> predictions, double milliseconds) {
    /** @param probability in [0, 1] */
    public record Candidate(String label, double probability) {}

    public Prediction {
        predictions = List.copyOf(predictions);
    }

    /** The most probable class. */
    public Candidate best() {
        return predictions.getFirst();
    }
}
