package dev.retort.eval.http;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationDetails;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the leaderboard can be sorted by, the better first; versions that lack the figure come last. */
enum LeaderboardOrder {
    ACCURACY,
    TEST_ACCURACY,
    TOP_FIVE,
    LIKELIHOOD,
    BRIER,
    CALIBRATION,
    LEAST_RECALL,
    LATENCY,
    P99,
    THROUGHPUT,
    SIZE,
    PARAMETERS,
    MULTIPLY_ADDS;

    /** Equal ones by held-out likelihood. */
    Comparator<EvaluationCompleted> bestFirst() {
        return Comparator.comparingDouble((EvaluationCompleted evaluation) -> figure(evaluation))
                .thenComparingDouble(evaluation -> evaluation.heldOut().negativeLogLikelihood());
    }

    static Optional<LeaderboardOrder> named(String name) {
        return Stream.of(values()).filter(order -> order.label().equals(name)).findFirst();
    }

    static String names() {
        return Stream.of(values()).map(LeaderboardOrder::label).collect(Collectors.joining(", "));
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The less, the better. */
    private double figure(EvaluationCompleted evaluation) {
        EvaluationDetails details = evaluation.details();
        return switch (this) {
            case ACCURACY -> -evaluation.heldOut().accuracy();
            case TEST_ACCURACY -> -evaluation.test().accuracy();
            case LIKELIHOOD -> evaluation.heldOut().negativeLogLikelihood();
            case SIZE -> (double) evaluation.artefactBytes();
            case PARAMETERS -> (double) evaluation.parameters();
            case MULTIPLY_ADDS -> (double) evaluation.multiplyAdds();
            case TOP_FIVE, BRIER, CALIBRATION, LEAST_RECALL, LATENCY, P99, THROUGHPUT ->
                details == null ? Double.MAX_VALUE : figure(details);
        };
    }

    private double figure(EvaluationDetails details) {
        return switch (this) {
            case TOP_FIVE -> -details.heldOut().topFiveAccuracy();
            case BRIER -> details.heldOut().brierScore();
            case CALIBRATION -> details.heldOut().calibrationError();
            case LEAST_RECALL -> -details.heldOut().leastRecall();
            case LATENCY -> details.blessing().p50Milliseconds();
            case P99 -> details.blessing().p99Milliseconds();
            case THROUGHPUT -> -details.blessing().imagesPerSecond();
            case ACCURACY, TEST_ACCURACY, LIKELIHOOD, SIZE, PARAMETERS, MULTIPLY_ADDS ->
                throw new IllegalStateException(this + " is no detail");
        };
    }
}
