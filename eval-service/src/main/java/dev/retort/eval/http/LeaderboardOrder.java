package dev.retort.eval.http;

import dev.retort.contracts.event.Agreements;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationDetails;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the leaderboard can be sorted by, the better first; versions that lack the figure come last. */
enum LeaderboardOrder {
    ACCURACY,
    TEST_ACCURACY,
    TOP_FIVE,
    LIKELIHOOD,
    BRIER,
    CALIBRATION,
    /** Calibration error after temperature scaling, as served. */
    CALIBRATED,
    CALIBRATED_LIKELIHOOD,
    CALIBRATED_BRIER,
    LEAST_RECALL,
    LATENCY,
    P99,
    THROUGHPUT,
    MEMORY,
    TEACHER_AGREEMENT,
    CHAMPION_AGREEMENT,
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
            case TOP_FIVE,
                    BRIER,
                    CALIBRATION,
                    CALIBRATED,
                    CALIBRATED_LIKELIHOOD,
                    CALIBRATED_BRIER,
                    LEAST_RECALL,
                    LATENCY,
                    P99,
                    THROUGHPUT -> details == null ? Double.MAX_VALUE : figure(details);
            case MEMORY ->
                details == null ? Double.MAX_VALUE : orLast(details.blessing().memoryBytes(), 1);
            case TEACHER_AGREEMENT -> agreement(details, Agreements::teacher);
            case CHAMPION_AGREEMENT -> agreement(details, Agreements::champion);
        };
    }

    private static double agreement(@Nullable EvaluationDetails details, Function<Agreements, @Nullable Double> whose) {
        Agreements agreements = details == null ? null : details.agreements();
        return agreements == null ? Double.MAX_VALUE : orLast(whose.apply(agreements), -1);
    }

    private static double orLast(@Nullable Number figure, int sign) {
        return figure == null ? Double.MAX_VALUE : sign * figure.doubleValue();
    }

    /** What the infrastructure refuses was not timed: its noughts are no times. */
    private static double timed(EvaluationDetails details, double figure) {
        return details.blessing().given() ? figure : Double.MAX_VALUE;
    }

    private double figure(EvaluationDetails details) {
        return switch (this) {
            case TOP_FIVE -> -details.heldOut().topFiveAccuracy();
            case BRIER -> details.heldOut().brierScore();
            case CALIBRATION -> details.heldOut().calibrationError();
            case LEAST_RECALL -> -details.heldOut().leastRecall();
            case CALIBRATED -> details.heldOut().calibratedError();
            case CALIBRATED_LIKELIHOOD -> details.heldOut().calibratedLikelihood();
            case CALIBRATED_BRIER -> orLast(details.heldOut().calibratedBrierScore(), 1);
            case LATENCY -> timed(details, details.blessing().p50Milliseconds());
            case P99 -> timed(details, details.blessing().p99Milliseconds());
            case THROUGHPUT -> timed(details, -details.blessing().imagesPerSecond());
            case ACCURACY,
                    TEST_ACCURACY,
                    LIKELIHOOD,
                    MEMORY,
                    TEACHER_AGREEMENT,
                    CHAMPION_AGREEMENT,
                    SIZE,
                    PARAMETERS,
                    MULTIPLY_ADDS -> throw new IllegalStateException(this + " is no detail");
        };
    }
}
