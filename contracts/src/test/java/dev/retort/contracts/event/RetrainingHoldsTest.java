package dev.retort.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.PromotionDecided.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetrainingHoldsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Event PAUSE = new PauseRetraining("champion", "holiday", "anna", NOON);
    private static final Event ROLL_BACK = new RollBack("champion", "worse", "anna", NOON.plusSeconds(1));
    private static final Event RESUME = new ResumeRetraining("champion", "back", "anna", NOON.plusSeconds(3));

    private static Event answer(Verdict verdict) {
        return new PromotionDecided(
                "champion",
                null,
                null,
                verdict,
                List.of("so it is"),
                "anna",
                NOON.plusSeconds(1),
                null,
                null,
                "test",
                NOON.plusSeconds(2));
    }

    private static Optional<String> after(Event... events) {
        RetrainingHolds holds = new RetrainingHolds();
        List.of(events).forEach(holds::on);
        return holds.reason("champion");
    }

    @Test
    void holdsFromAPauseToTheNextResume() {
        assertThat(after(PAUSE)).contains("holiday");
        assertThat(after(PAUSE, RESUME)).isEmpty();
        assertThat(after(RESUME, PAUSE)).contains("holiday");
        assertThat(after(new PauseRetraining("another", "holiday", "anna", NOON)))
                .isEmpty();
    }

    @Test
    void holdsFromTheCommandToRollBackOn() {
        assertThat(after(ROLL_BACK)).contains("rolled back: worse");
        assertThat(after(ROLL_BACK, answer(Verdict.ROLLED_BACK))).contains("rolled back: worse");
        assertThat(after(ROLL_BACK, RESUME)).isEmpty();
    }

    /** Commands and answers are on different topics. */
    @Test
    void doesNotHoldForARollBackThatWasRefusedWhicheverIsReadFirst() {
        assertThat(after(ROLL_BACK, answer(Verdict.REFUSED))).isEmpty();
        assertThat(after(answer(Verdict.REFUSED), ROLL_BACK)).isEmpty();
        assertThat(after(ROLL_BACK, RESUME, answer(Verdict.ROLLED_BACK))).isEmpty();
    }

    @Test
    void goesOnHoldingForWhoeverElseHeldIt() {
        assertThat(after(PAUSE, ROLL_BACK, answer(Verdict.REFUSED))).contains("holiday");
    }
}
