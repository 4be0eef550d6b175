package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.experiment.Schedule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten steps, whose middles lie at 0.05, 0.15, … 0.95 of the training. */
class LearningRatesTest {
    private static final double PEAK = 0.4;

    @ParameterizedTest
    @CsvSource({"0, 0.1", "1, 0.3", "2, 0.375", "5, 0.225", "9, 0.025"})
    void oneCycleRisesAndFallsInStraightLines(long step, double expected) {
        assertRate(new Schedule.OneCycle(0.2), step, expected);
    }

    /** 0.2·(1 + cos(π·(p − 0.2)/0.8)): the angle is 11.25° at p = 0.25 and 168.75° at p = 0.95. */
    @ParameterizedTest
    @CsvSource({"0, 0.1", "1, 0.3", "2, 0.396157056080646", "9, 0.003842943919354"})
    void cosineFallsAlongHalfAWaveAfterItsWarmUp(long step, double expected) {
        assertRate(new Schedule.Cosine(0.2), step, expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.4", "4, 0.4", "5, 0.04", "7, 0.04", "8, 0.004", "9, 0.004"})
    void stepsDownAtEachMilestone(long step, double expected) {
        assertRate(new Schedule.Step(List.of(0.5, 0.8), 0.1), step, expected);
    }

    private static void assertRate(Schedule schedule, long step, double expected) {
        assertThat(LearningRates.at(schedule, PEAK, step, 10)).isCloseTo(expected, within(1e-12));
    }
}
