package dev.retort.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingGaugesTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long now = Duration.ofHours(1).toNanos();

    @Test
    void tellsTheShareOfTheLatestSecondThatStepsWaited() {
        try (TrainingGauges gauges = new TrainingGauges(registry, "run-1", "distilled", () -> now)) {
            stepAfter(gauges, Duration.ofMillis(600), 1, 0.3);
            assertThat(value("data.wait.share")).isNaN();

            stepAfter(gauges, Duration.ofMillis(400), 2, 0.5);
            assertThat(value("data.wait.share")).isCloseTo(0.5, within(1e-9));
            assertThat(value("images.per.second")).isCloseTo(256, within(1e-9));

            stepAfter(gauges, Duration.ofSeconds(2), 3, 0.5);
            assertThat(value("data.wait.share")).isZero();
            assertThat(value("images.per.second")).isCloseTo(64, within(1e-9));
            assertThat(value("step")).isEqualTo(3);
            assertThat(value("loss")).isEqualTo(0.25);
        }
    }

    @Test
    void isGoneWhenTheTrainingIsOver() {
        new TrainingGauges(registry, "run-1", "distilled", () -> now).close();

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void tellsArmsApart() {
        try (TrainingGauges first = new TrainingGauges(registry, "run-1", "distilled", () -> now);
                TrainingGauges second = new TrainingGauges(registry, "run-1", "alone", () -> now)) {
            stepAfter(second, Duration.ofMillis(1), 1, 0);
            stepAfter(first, Duration.ofMillis(1), 7, 0);

            assertThat(value("step")).isEqualTo(7);
        }
    }

    private void stepAfter(TrainingGauges gauges, Duration elapsed, long done, double waitedSeconds) {
        now += elapsed.toNanos();
        gauges.step(done, 128, 0.25, waitedSeconds);
    }

    private double value(String name) {
        return registry.get("retort.training." + name)
                .tags("run", "run-1", "arm", "distilled")
                .gauge()
                .value();
    }
}
