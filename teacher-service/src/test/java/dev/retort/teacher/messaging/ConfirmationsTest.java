package dev.retort.teacher.messaging;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.kit.run.RunFailure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConfirmationsTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Confirmations confirmations = new Confirmations(Duration.ofMinutes(2), () -> now);

    @Test
    void bearsABrokerThatIsAwayForAMinute() {
        confirmations.sent();
        now = now.plusSeconds(60);
        confirmations.sent();
        assertThatCode(confirmations::check).doesNotThrowAnyException();

        confirmations.answered(null);
        confirmations.answered(null);

        assertThatCode(confirmations::awaitAll).doesNotThrowAnyException();
    }

    @Test
    void givesUpOnASilentBroker() {
        confirmations.sent();
        now = now.plusSeconds(121);

        assertThatThrownBy(confirmations::awaitAll)
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("has not confirmed 1 batches")
                .hasMessageContaining("it goes on");
    }

    @Test
    void takesSilenceForGoodWhenNothingIsOutstanding() {
        confirmations.sent();
        confirmations.answered(null);
        now = now.plusSeconds(1000);
        assertThatCode(confirmations::check).doesNotThrowAnyException();

        confirmations.sent();

        assertThatCode(confirmations::check).doesNotThrowAnyException();
    }

    @Test
    void endsWithTheFirstRefusal() {
        confirmations.sent();
        confirmations.sent();
        confirmations.answered(new IllegalStateException("the disk is full"));
        confirmations.answered(new IllegalStateException("closed"));

        assertThatThrownBy(confirmations::check)
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("the disk is full");
    }
}
