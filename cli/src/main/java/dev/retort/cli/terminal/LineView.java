package dev.retort.cli.terminal;

import dev.retort.cli.run.PhaseRow;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plain lines for logs and pipes: one when a phase is done, and one now and then while it runs. */
final class LineView implements ProgressView {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final PrintStream out;
    private final InstantSource clock;
    private final Map<String, Instant> lastLine = new HashMap<>();
    private final Map<String, PhaseRow.State> lastState = new HashMap<>();

    LineView(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public synchronized void show(List<PhaseRow> rows) {
        rows.forEach(this::show);
        out.flush();
    }

    @Override
    public synchronized void say(String message) {
        out.println(message);
        out.flush();
    }

    private void show(PhaseRow row) {
        boolean news = lastState.put(row.name(), row.state()) != row.state();
        switch (row.state()) {
            case WAITING -> {}
            case RUNNING -> {
                if (news || isDue(row)) {
                    lastLine.put(row.name(), clock.instant());
                    String share = row.isMeasured() ? "%.0f %%".formatted(100 * row.share()) : "";
                    out.println(line(row, share, Durations.wordsIfAny(row.time())));
                }
            }
            case DONE -> {
                if (news) {
                    String time = Durations.wordsIfAny(row.time());
                    out.println(line(row, time.isEmpty() ? "done" : "done in " + time, ""));
                }
            }
        }
    }

    private static String line(PhaseRow row, String state, String time) {
        return row.name() + ": "
                + Stream.of(state, time, row.detail())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(", "));
    }

    private boolean isDue(PhaseRow row) {
        Instant last = lastLine.get(row.name());
        return last == null || !clock.instant().isBefore(last.plus(INTERVAL));
    }
}
