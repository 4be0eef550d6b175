package dev.retort.kit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.PhaseProgressed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ProgressMetrics metrics = new ProgressMetrics(registry);

    private void progress(String arm, double imagesPerSecond) {
        metrics.on(new PhaseProgressed(
                "run", Phase.STUDENT_TRAINING, arm, 3, 9, Map.of("imagesPerSecond", imagesPerSecond), Instant.EPOCH));
    }

    @Test
    void showsTheLatestNumberOfEachArm() {
        progress("distilled", 100);
        progress("baseline", 200);
        progress("distilled", 300);

        assertThat(registry.get("retort.progress.images.per.second")
                        .tags("phase", "student_training", "arm", "distilled")
                        .gauge()
                        .value())
                .isEqualTo(300);
        assertThat(registry.get("retort.progress.images.per.second").gauges()).hasSize(2);
    }

    /** They go on for months, each an arm of its own. */
    @Test
    void keepsOneSeriesForAllRetrainings() {
        for (int number = 1; number <= 50; number++) {
            progress("cycle-%04d".formatted(number), number);
        }

        assertThat(registry.get("retort.progress.images.per.second")
                        .tag("arm", "cycle")
                        .gauges())
                .singleElement()
                .satisfies(gauge -> assertThat(gauge.value()).isEqualTo(50));
    }
}
