package dev.retort.cli.terminal;

import dev.retort.cli.run.PhaseRow;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A bar for each phase, redrawn in place; messages scroll above them. */
final class BarView implements ProgressView {
    private static final int NAME_COLUMNS = 22;
    private static final int BAR_COLUMNS = 24;
    private static final String ESCAPE = "\u001b[";

    private final Terminal terminal;
    private final PrintStream out;
    private List<PhaseRow> shown = List.of();

    BarView(Terminal terminal, PrintStream out) {
        this.terminal = terminal;
        this.out = out;
    }

    @Override
    public synchronized void show(List<PhaseRow> rows) {
        if (!rows.equals(shown)) {
            redraw("", rows);
        }
    }

    @Override
    public synchronized void say(String message) {
        redraw(message + System.lineSeparator(), shown);
    }

    /** In one write, so that nothing flickers. */
    private void redraw(String above, List<PhaseRow> rows) {
        StringBuilder text = new StringBuilder();
        if (!shown.isEmpty()) {
            text.append(ESCAPE).append(shown.size()).append("F").append(ESCAPE).append("0J");
        }
        text.append(above);
        rows.forEach(row -> text.append(line(row)).append(System.lineSeparator()));
        out.print(text);
        out.flush();
        shown = List.copyOf(rows);
    }

    String line(PhaseRow row) {
        String numbers = switch (row.state()) {
            case WAITING -> "";
            case RUNNING -> join(row.isMeasured() ? "%3.0f %%".formatted(100 * row.share()) : "     ", row);
            case DONE -> join("done ", row);
        };
        String line = " %-" + NAME_COLUMNS + "s %s %s";
        return cut(line.formatted(row.name(), bar(row.share()), numbers).stripTrailing());
    }

    private static String join(String state, PhaseRow row) {
        return Stream.of(state, Durations.wordsIfAny(row.time()), row.detail())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("  "));
    }

    private String bar(double share) {
        int full = (int) Math.round(share * BAR_COLUMNS);
        String done = terminal.unicode() ? "█" : "#";
        String open = terminal.unicode() ? "░" : ".";
        return done.repeat(full) + open.repeat(BAR_COLUMNS - full);
    }

    /** A line that wraps would not be erased. */
    private String cut(String line) {
        return line.length() < terminal.columns() ? line : line.substring(0, terminal.columns() - 1);
    }
}
