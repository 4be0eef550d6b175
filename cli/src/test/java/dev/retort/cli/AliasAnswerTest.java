package dev.retort.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.RollBack;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AliasAnswerTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Digest NEW = new Digest("a".repeat(64));
    private static final Digest OLD = new Digest("b".repeat(64));
    private static final Digest CYCLE = new Digest("c".repeat(64));
    private static final RollBack COMMAND = new RollBack("champion", "it is worse", "anna", NOON);
    private static final Event MOVE = new ModelRolledBack("champion", OLD, NEW, "by anna", NOON.plusSeconds(1));

    private static PromotionDecided decided(Verdict verdict, Digest candidate, String by, Instant at) {
        return new PromotionDecided(
                "champion",
                candidate,
                NEW,
                verdict,
                List.of("so it is"),
                by,
                at,
                null,
                null,
                "test",
                NOON.plusSeconds(1));
    }

    private static PromotionDecided answer(Verdict verdict) {
        return decided(verdict, OLD, "anna", NOON);
    }

    private static Optional<Verdict> after(Event... events) {
        AliasAnswer answer = AliasAnswer.to(COMMAND);
        List.of(events).forEach(answer::on);
        return answer.answer().map(PromotionDecided::verdict);
    }

    @Test
    void isThereOnceTheAliasHasMovedWhicheverTopicIsReadFirst() {
        assertThat(after(answer(Verdict.ROLLED_BACK))).isEmpty();
        assertThat(after(answer(Verdict.ROLLED_BACK), MOVE)).contains(Verdict.ROLLED_BACK);
        assertThat(after(MOVE, answer(Verdict.ROLLED_BACK))).contains(Verdict.ROLLED_BACK);
    }

    @Test
    void doesNotWaitForAMoveWhereTheCommandIsRefused() {
        assertThat(after(answer(Verdict.REFUSED))).contains(Verdict.REFUSED);
    }

    /** The fault: any change of champion was taken for the roll-back. */
    @Test
    void isNotWhatElseMovesTheAliasMeanwhile() {
        assertThat(after(
                        decided(Verdict.PROMOTED, CYCLE, PromotionDecided.POLICY, NOON),
                        new ModelPromoted("champion", CYCLE, NEW, "run", "cycle-0001", "better", NOON.plusSeconds(1))))
                .isEmpty();
        assertThat(after(decided(Verdict.REFUSED, OLD, "anna", NOON.minusSeconds(9))))
                .as("that of an older command")
                .isEmpty();
        assertThat(after(
                        answer(Verdict.ROLLED_BACK),
                        new ModelPromoted("champion", CYCLE, NEW, "run", "cycle-0001", "better", NOON.plusSeconds(1))))
                .as("decided, and another one has moved it")
                .isEmpty();
    }

    @Test
    void isForCommandsThatMoveAnAlias() {
        PauseRetraining pause = new PauseRetraining("champion", "holiday", "anna", NOON);

        assertThatIllegalArgumentException().isThrownBy(() -> AliasAnswer.to(pause));
    }
}
