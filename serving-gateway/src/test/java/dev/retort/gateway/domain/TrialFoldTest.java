package dev.retort.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.CanaryBounds;
import dev.retort.contracts.event.CanaryEnded;
import dev.retort.contracts.event.EndCanary;
import dev.retort.contracts.event.StartCanary;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrialFoldTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final TrialFold fold = new TrialFold();

    @Test
    void isOpenUntilACommandEndsIt() {
        StartCanary start = start("a", NOON);
        fold.on(start);
        assertThat(fold.open()).contains(start);

        fold.on(new EndCanary("champion", "seen enough", "anna", NOON.plusSeconds(1)));

        assertThat(fold.open()).isEmpty();
        assertThat(fold.lastWord()).isEqualTo("seen enough");
    }

    @Test
    void isOverWhereItsEndIsReadBeforeItsStart() {
        fold.on(ended("a", NOON));
        fold.on(start("a", NOON));

        assertThat(fold.open()).isEmpty();
    }

    @Test
    void mayBeStartedAgainWithTheSameVersion() {
        fold.on(start("a", NOON));
        fold.on(ended("a", NOON));
        StartCanary again = start("a", NOON.plusSeconds(1));

        fold.on(again);

        assertThat(fold.open()).contains(again);
    }

    @Test
    void doesNotGoBackToAnEarlierOneWhenTheLaterHasEnded() {
        fold.on(start("a", NOON));
        fold.on(start("b", NOON.plusSeconds(1)));
        fold.on(ended("b", NOON.plusSeconds(1)));

        assertThat(fold.open()).isEmpty();
    }

    private static StartCanary start(String version, Instant at) {
        return new StartCanary(
                "champion", FakeModel.version(version), 0.5, new CanaryBounds(0.1, 100, 10), "try it", "anna", at);
    }

    private static CanaryEnded ended(String version, Instant startedAt) {
        return new CanaryEnded(
                "champion", FakeModel.version(version), startedAt, true, "bad", 10, 9, null, NOON.plusSeconds(9));
    }
}
