package dev.retort.cli.terminal;

import dev.retort.cli.run.PhaseRow;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;

/** Shows how far the phases of a run are, and what there is to say in between. */
public sealed interface ProgressView permits BarView, LineView {
    static ProgressView on(Terminal terminal, PrintStream out) {
        return terminal.isInteractive() ? new BarView(terminal, out) : new LineView(out, InstantSource.system());
    }

    /** Called as often as one likes. */
    void show(List<PhaseRow> rows);

    /** A line of its own. */
    void say(String message);
}
