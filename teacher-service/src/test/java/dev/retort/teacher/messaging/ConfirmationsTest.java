package dev.retort.teacher.messaging;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.kit.run.RunFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConfirmationsTest {
    /** Just before a clock of the JVM turns over, which it may do. */
    private long now = Long.MAX_VALUE - 1;

    private final Confirmations confirmations = new Confirmations(Duration.ofMinutes(2), () -> now);

    @Test
    void bearsABrokerThatIsAwayForAMinute() {
        confirmations.sent();
        pass(60);
        confirmations.sent();
        assertThatCode(confirmations::check).doesNotThrowAnyException();

        confirmations.answered(null);
        confirmations.answered(null);

        assertThatCode(confirmations::awaitAll).doesNotThrowAnyException();
    }

    @Test
    void givesUpOnASilentBroker() {
        confirmations.sent();
        pass(121);

        assertThatThrownBy(confirmations::awaitAll)
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("has not confirmed 1 batches")
                .hasMessageContaining("it goes on");
    }

    @Test
    void takesSilenceForGoodWhenNothingIsOutstanding() {
        confirmations.sent();
        confirmations.answered(null);
        pass(1000);
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

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }
}
