package dev.retort.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HappeningsTest {
    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");

    private final Happenings happenings = new Happenings("run-1", BEGUN);

    @Test
    void numbersChampionsFromTheFirstAndTellsOfThoseThatCameMeanwhile() {
        assertThat(happenings.on(promoted("a", -30))).isEmpty();
        assertThat(happenings.on(promoted("b", 40)))
                .contains(new Happening(40, Happening.Kind.PROMOTION, "champion 2"));
        assertThat(happenings.on(promoted("b", 41))).isEmpty();

        assertThat(happenings.all()).hasSize(1);
    }

    @Test
    void tellsOfTheFirstDriftOfItsRun() {
        assertThat(happenings.on(drift("other", 5))).isEmpty();
        assertThat(happenings.on(drift("run-1", 6))).contains(new Happening(6, Happening.Kind.DRIFT, "drift"));
        assertThat(happenings.on(drift("run-1", 7))).isEmpty();
    }

    private static DriftDetected drift(String run, int seconds) {
        return new DriftDetected(run, "stability-index", 0.4, 0.25, BEGUN.plusSeconds(seconds));
    }

    private static ModelPromoted promoted(String version, int seconds) {
        return new ModelPromoted(
                PromotionEvent.CHAMPION,
                new Digest(version.repeat(64)),
                null,
                "run-1",
                "distilled",
                "better",
                BEGUN.plusSeconds(seconds));
    }
}
