package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.app.WatchedTraffic.OPENED;
import static dev.retort.eval.app.WatchedTraffic.answers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What drift is measured against when another version becomes the champion. */
class DriftAcrossChampionsTest {
    private final WatchedTraffic traffic = new WatchedTraffic();

    @AfterEach
    void stop() {
        traffic.close();
    }

    @Test
    void beginsAnewWithANewChampion() {
        traffic.monitor.on(OPENED);
        traffic.monitor.caughtUp();
        traffic.samples.add(answers(40, 0, 0.99));
        await().until(() -> traffic.published.size() == 2);

        traffic.promote("second", "distilled");

        await().until(() -> traffic.gauge("retort.drift.images") == 0);
        assertThat(traffic.gauge("retort.drift.stability.index")).isNaN();
    }

    /** A student that a retraining made for what comes in now may well differ from what it says to older images. */
    @Test
    void comparesAStudentThatWentOnLearningWithItsFirstAnswers() {
        traffic.monitor.on(OPENED);
        traffic.promote("second", "cycle-0001");
        traffic.monitor.caughtUp();

        traffic.samples.add(answers("second", 40, 0, 0.99));
        await().until(() -> !traffic.skipped.isEmpty());
        traffic.samples.add(answers("second", 40, 0, 0.99));
        await().until(() -> traffic.gauge("retort.drift.images") == 40);
        assertThat(traffic.published).isEmpty();
        assertThat(traffic.rewound).containsExactly(START.plusSeconds(6));
        assertThat(traffic.skipped).containsExactly(40);

        traffic.samples.add(answers("second", 40, 1, 0.4));
        await().until(() -> traffic.published.size() == 2);
    }

    @Test
    void showsNothingOfTheChampionBeforeWhereNothingIsWatched() {
        traffic.monitor.caughtUp();
        traffic.samples.add(answers(40, 0, 0.99));
        await().until(() -> traffic.gauge("retort.drift.images") == 40);

        traffic.promoteUnscored("unknown", "distilled");

        await().until(() -> traffic.gauge("retort.drift.images") == 0);
        assertThat(traffic.gauge("retort.drift.stability.index")).isNaN();
    }
}
