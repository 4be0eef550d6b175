package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.app.WatchedTraffic.OPENED;
import static dev.retort.eval.app.WatchedTraffic.answers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.event.DriftDetected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriftMonitorTest {
    private final WatchedTraffic traffic = new WatchedTraffic();

    @AfterEach
    void stop() {
        traffic.close();
    }

    @Test
    void putsADriftOnTheLogForTheRunThatTakesSamples() {
        traffic.monitor.on(OPENED);
        traffic.monitor.caughtUp();
        traffic.samples.add(answers(40, 0, 0.99));

        await().until(() -> traffic.published.size() == 2);
        assertThat(traffic.published)
                .map(event -> ((DriftDetected) event).statistic())
                .containsExactly("stability-index", "confidence-p");
        assertThat(traffic.published)
                .allMatch(event -> ((DriftDetected) event).run().equals("run-1"));
        assertThat(traffic.followed).containsExactly(OPENED.set());
        assertThat(traffic.gauge("retort.drift.images")).isEqualTo(40);
        assertThat(traffic.gauge("retort.drift.stability.index")).isGreaterThan(0.25);
        assertThat(traffic.gauge("retort.drift.confidence.distance")).isEqualTo(1);
        assertThat(traffic.metrics
                        .counter("retort.drift.detected", "statistic", "stability-index")
                        .count())
                .isEqualTo(1);
    }

    /** Without the temperature of 1.2 that it is served with, the reference would be 0.731, above all of these. */
    @Test
    void comparesConfidencesAsTheyAreServed() {
        traffic.monitor.caughtUp();
        traffic.samples.add(answers(20, 0, 0.69));
        traffic.samples.add(answers(20, 1, 0.70));

        await().until(() -> traffic.gauge("retort.drift.images") == 40);
        await().until(() -> traffic.gauge("retort.drift.confidence.distance") == 0.5);
    }

    @Test
    void measuresWithoutARunThatTakesSamples() {
        traffic.monitor.caughtUp();
        traffic.samples.add(answers(40, 0, 0.99));

        await().until(() -> traffic.gauge("retort.drift.images") == 40);
        await().until(() -> traffic.metrics
                        .counter("retort.drift.detected", "statistic", "confidence-p")
                        .count()
                == 1);
        assertThat(traffic.published).isEmpty();
    }

    /** Its own words of a former life come back over the log. */
    @Test
    void doesNotRepeatItselfAfterARestart() {
        traffic.monitor.on(OPENED);
        traffic.monitor.on(new DriftDetected("run-1", "stability-index", 1, 0.25, START.plusSeconds(3)));
        traffic.monitor.on(new DriftDetected("run-1", "confidence-p", 0, 1e-6, START.plusSeconds(1)));
        traffic.monitor.caughtUp();
        traffic.samples.add(answers(40, 0, 0.99));

        await().until(() -> !traffic.published.isEmpty());
        assertThat(traffic.published)
                .map(event -> ((DriftDetected) event).statistic())
                .containsExactly("confidence-p");
    }

    @Test
    void startsAgainWhenTheStoreIsBack() {
        traffic.storeIsAway = 2;
        traffic.monitor.on(OPENED);
        traffic.monitor.caughtUp();

        await().until(() -> traffic.feeds.get() == 3);
        traffic.samples.add(answers(40, 0, 0.99));
        await().until(() -> traffic.published.size() == 2);
    }

    /** The fault: the thread ended, and the gauges stayed as they were for good. */
    @Test
    void goesOnAfterADefect() {
        traffic.defects = 2;
        traffic.monitor.on(OPENED);
        traffic.monitor.caughtUp();

        await().until(() -> traffic.feeds.get() == 3);
        traffic.samples.add(answers(40, 0, 0.99));
        await().until(() -> traffic.published.size() == 2);
    }

    @Test
    void tellsARunThatTakesSamplesLaterOfADriftThatLasts() {
        traffic.monitor.caughtUp();
        traffic.samples.add(answers(40, 0, 0.99));
        await().until(() -> traffic.metrics
                        .counter("retort.drift.detected", "statistic", "confidence-p")
                        .count()
                == 1);

        traffic.monitor.on(OPENED);

        await().until(() -> traffic.published.size() == 2);
        assertThat(traffic.metrics
                        .counter("retort.drift.detected", "statistic", "confidence-p")
                        .count())
                .isEqualTo(1);
    }
}
