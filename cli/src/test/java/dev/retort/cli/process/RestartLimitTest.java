package dev.retort.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartLimitTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final RestartLimit limit = new RestartLimit(() -> now);

    @Test
    void givesUpOnWhatDiesAgainAndAgain() {
        for (int restart = 0; restart < RestartLimit.GREATEST; restart++) {
            assertThat(limit.allow("gateway")).isTrue();
            now = now.plusSeconds(60);
        }

        assertThat(limit.allow("gateway")).isFalse();
        assertThat(limit.allow("trainer")).isTrue();
    }

    @Test
    void keepsAliveForeverWhatDiesOnceInAWhile() {
        for (int restart = 0; restart < 10 * RestartLimit.GREATEST; restart++) {
            assertThat(limit.allow("gateway")).isTrue();
            now = now.plus(RestartLimit.WHILE.dividedBy(RestartLimit.GREATEST)).plus(Duration.ofSeconds(1));
        }
    }
}
