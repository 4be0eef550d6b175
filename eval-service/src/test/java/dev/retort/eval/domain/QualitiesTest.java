package dev.retort.eval.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.Quality;
import dev.retort.contracts.event.QualityIntervals;
import dev.retort.eval.Evaluations;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class QualitiesTest {
    @Test
    void tellsTheBrierScoreBeforeAndAfterScalingWithTheIntervalOfEach() {
        Quality quality = Qualities.of(Evaluations.answers(80), 2, Evaluations.digest("predictions"));
        QualityIntervals intervals = Objects.requireNonNull(quality.intervals());

        double served = Objects.requireNonNull(quality.calibratedBrierScore());
        assertThat(quality.brierScore()).isCloseTo(brierScore(1), within(1e-9));
        assertThat(served).isCloseTo(brierScore(0.5), within(1e-9)).isGreaterThan(quality.brierScore());
        Interval interval = Objects.requireNonNull(intervals.calibratedBrierScore());
        assertThat(interval.contains(served)).isTrue();
        assertThat(interval).isNotEqualTo(intervals.brierScore());
    }

    /** Of two classes, whose logits differ by so much, 80 of 100 right. */
    private static double brierScore(double difference) {
        double probability = 1 / (1 + Math.exp(-difference));
        return 0.8 * 2 * Math.pow(1 - probability, 2) + 0.2 * 2 * Math.pow(probability, 2);
    }
}
