package dev.retort.kit.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final String NAME = OutageTest.class.getName();

    private final List<String> lines = new ArrayList<>();
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Outage outage = new Outage(Logger.getLogger(NAME), "the store", () -> now);

    @BeforeEach
    void record() {
        java.util.logging.Logger.getLogger(NAME).addHandler(recorder);
    }

    @AfterEach
    void stop() {
        java.util.logging.Logger.getLogger(NAME).removeHandler(recorder);
    }

    @Test
    void saysItOnceThenOnceAMinuteAndWhenItIsOver() {
        for (int second = 0; second <= 90; second++) {
            outage.failed("refused");
            now = now.plusSeconds(1);
        }
        outage.over();
        outage.over();

        assertThat(lines)
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line).contains("the store is away (refused)"),
                        line -> assertThat(line).contains("away for 60 s"),
                        line -> assertThat(line).contains("the store is back after 91 s"));
    }

    @Test
    void saysNothingWhileAllIsWell() {
        outage.over();

        assertThat(lines).isEmpty();
    }
}
