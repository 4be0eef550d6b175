package dev.retort.teacher.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class SampleMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SampleMetrics metrics = new SampleMetrics(registry);

    private double lag() {
        return registry.get("retort.samples.lag").gauge().value();
    }

    /** The last lag of a replica that leads no more would be shown for ever. */
    @Test
    void knowsTheLagOnlyWhileSamplesAreAdmitted() {
        assertThat(lag()).isNaN();
        metrics.lag(46_858);
        assertThat(lag()).isEqualTo(46_858);

        metrics.admitsNoMore();

        assertThat(lag()).isNaN();
    }
}
