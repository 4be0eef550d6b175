package dev.retort.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.cli.run.PhaseRow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarViewTest {
    private static final PhaseRow HALF =
            new PhaseRow("labelling", PhaseRow.State.RUNNING, 50, 100, Duration.ofSeconds(12), "812 images/s");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final BarView view =
            new BarView(new Terminal(80, false), new PrintStream(written, true, StandardCharsets.UTF_8));

    @Test
    void drawsABarAsLongAsTheShareThatIsDone() {
        assertThat(view.line(HALF))
                .isEqualTo(" labelling              ############............  50 %  12 s  812 images/s");
    }

    @Test
    void cutsALineThatWouldWrap() {
        BarView narrow = new BarView(new Terminal(40, false), System.out);

        assertThat(narrow.line(HALF)).hasSize(39);
    }

    @Test
    void goesBackOverItsLinesBeforeItDrawsThemAnew() {
        view.show(List.of(HALF, HALF));
        written.reset();

        view.say("news");

        assertThat(written.toString(StandardCharsets.UTF_8))
                .startsWith("\u001b[2F\u001b[0Jnews")
                .contains("labelling");
    }

    @Test
    void writesNothingWhenNothingChanged() {
        view.show(List.of(HALF));
        written.reset();

        view.show(List.of(HALF));

        assertThat(written.size()).isZero();
    }
}
