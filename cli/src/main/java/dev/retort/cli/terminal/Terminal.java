package dev.retort.cli.terminal;

import java.util.Locale;

/**
 * Where the output goes.
 *
 * @param columns width of the terminal; 0 where it is none
 * @param unicode whether it shows more than ASCII
 */
public record Terminal(int columns, boolean unicode) {
    private static final int LEAST_COLUMNS = 40;

    /** As {@code ./retort} found it. */
    public static Terminal current() {
        int columns = Integer.getInteger("retort.terminal.columns", 0);
        String charset = System.getProperty("stdout.encoding", "");
        return new Terminal(
                columns < LEAST_COLUMNS ? 0 : columns,
                charset.toUpperCase(Locale.ROOT).contains("UTF"));
    }

    public boolean isInteractive() {
        return columns > 0;
    }
}
