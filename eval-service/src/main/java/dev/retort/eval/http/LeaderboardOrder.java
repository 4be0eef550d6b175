package dev.retort.eval.http;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationDetails;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the leaderboard can be sorted by, the better first; versions that lack the figure come last. */
enum LeaderboardOrder {
    ACCURACY(evaluation -> -evaluation.heldOut().accuracy()),
    TEST_ACCURACY(evaluation -> -evaluation.test().accuracy()),
    TOP_FIVE(detail(details -> -details.heldOut().topFiveAccuracy())),
    LIKELIHOOD(evaluation -> evaluation.heldOut().negativeLogLikelihood()),
    BRIER(detail(details -> details.heldOut().brierScore())),
    CALIBRATION(detail(details -> details.heldOut().calibrationError())),
    LEAST_RECALL(detail(details -> -details.heldOut().leastRecall())),
    LATENCY(detail(details -> details.blessing().p50Milliseconds())),
    P99(detail(details -> details.blessing().p99Milliseconds())),
    THROUGHPUT(detail(details -> -details.blessing().imagesPerSecond())),
    SIZE(EvaluationCompleted::artefactBytes),
    PARAMETERS(EvaluationCompleted::parameters),
    MULTIPLY_ADDS(EvaluationCompleted::multiplyAdds);

    private final ToDoubleFunction<EvaluationCompleted> figure;

    LeaderboardOrder(ToDoubleFunction<EvaluationCompleted> figure) {
        this.figure = figure;
    }

    /** Equal ones by held-out likelihood. */
    Comparator<EvaluationCompleted> bestFirst() {
        return Comparator.comparingDouble(figure)
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

    private static ToDoubleFunction<EvaluationCompleted> detail(ToDoubleFunction<EvaluationDetails> figure) {
        return evaluation -> {
            EvaluationDetails details = evaluation.details();
            return details == null ? Double.MAX_VALUE : figure.applyAsDouble(details);
        };
    }
}
