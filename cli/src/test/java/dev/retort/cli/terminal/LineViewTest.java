package dev.retort.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.cli.run.PhaseRow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineViewTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final LineView view = new LineView(new PrintStream(written, true, StandardCharsets.UTF_8), () -> now);

    @Test
    void writesALineNowAndThenWhileAPhaseRuns() {
        for (int second = 0; second < 25; second++) {
            view.show(List.of(row(PhaseRow.State.RUNNING, second)));
            now = now.plusSeconds(1);
        }

        assertThat(lines())
                .containsExactly(
                        "labelling: 0 %, 812 images/s",
                        "labelling: 10 %, 10 s, 812 images/s", "labelling: 20 %, 20 s, 812 images/s");
    }

    @Test
    void writesTheEndOfAPhaseOnceAndAtOnce() {
        view.show(List.of(row(PhaseRow.State.WAITING, 0)));
        view.show(List.of(row(PhaseRow.State.RUNNING, 99)));
        view.show(List.of(row(PhaseRow.State.DONE, 100)));
        view.show(List.of(row(PhaseRow.State.DONE, 100)));

        assertThat(lines()).last().isEqualTo("labelling: done in 100 s, 812 images/s");
        assertThat(lines()).hasSize(2);
    }

    @Test
    void leavesOutTimeAndShareWhereTheyMeanNothing() {
        view.show(List.of(new PhaseRow("scored", PhaseRow.State.RUNNING, 1, 0, Duration.ZERO, "1 so far")));
        view.show(List.of(new PhaseRow("champion", PhaseRow.State.DONE, 1, 1, Duration.ZERO, "step 8")));

        assertThat(lines()).containsExactly("scored: 1 so far", "champion: done, step 8");
    }

    private static PhaseRow row(PhaseRow.State state, int done) {
        return new PhaseRow("labelling", state, done, 100, Duration.ofSeconds(done), "812 images/s");
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
