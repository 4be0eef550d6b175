package dev.retort.eval.http;

import static dev.retort.eval.Evaluations.details;
import static dev.retort.eval.Evaluations.evaluation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationDetails;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaderboardOrderTest {
    private static EvaluationCompleted with(String name, Blessing blessing) {
        EvaluationCompleted from = evaluation("run", name, 0.5, 1);
        EvaluationDetails details = details(name);
        return new EvaluationCompleted(
                from.run(),
                from.role(),
                from.arm(),
                from.step(),
                from.last(),
                from.checkpoint(),
                from.modelVersion(),
                from.network(),
                from.promotable(),
                from.heldOut(),
                from.test(),
                from.parameters(),
                from.multiplyAdds(),
                from.artefactBytes(),
                from.at(),
                new EvaluationDetails(
                        details.predictions(),
                        details.temperature(),
                        details.heldOut(),
                        details.test(),
                        details.parity(),
                        blessing),
                null);
    }

    /** Its noughts were the best times of all. */
    @ParameterizedTest
    @ValueSource(strings = {"latency", "p99", "throughput"})
    void putsLastWhatCouldNotBeTimed(String name) {
        EvaluationCompleted refused = with("refused", Blessing.refused("it cannot be loaded", 1));
        EvaluationCompleted slow = with("slow", new Blessing(List.of(), 90, 95, 10, 1));

        assertThat(Stream.of(refused, slow)
                        .sorted(LeaderboardOrder.named(name).orElseThrow().bestFirst()))
                .containsExactly(slow, refused);
    }

    @Test
    void knowsTheCalibratedFigures() {
        assertThat(LeaderboardOrder.names()).contains("calibrated", "calibrated-likelihood", "calibrated-brier");
    }
}
