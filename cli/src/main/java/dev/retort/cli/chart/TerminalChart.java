package dev.retort.cli.chart;

import dev.retort.cli.chart.LineChart.Mark;
import dev.retort.cli.chart.LineChart.Series;
import dev.retort.cli.terminal.Terminal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * A chart as lines of text: in braille dots, coloured on a terminal, the second line dotted so that it can be told from the
 * first without colours; in letters where there is only ASCII.
 */
public final class TerminalChart {
    private static final int ROWS = 14;
    private static final int DOTTING = 3;
    private static final int LEFT = 8;
    private static final int GREATEST_COLUMNS = 110;
    private static final int COLUMNS_OF_A_FILE = 78;
    /** Of a key, and the space around it. */
    private static final int LEGEND_COLUMNS = 7;
    /** Blue, yellow, green, magenta, cyan, red: told apart by most eyes on dark and on light. */
    private static final int[] COLOURS = {34, 33, 32, 35, 36, 31};

    private static final String LETTERS = "o*x+#@";

    private final LineChart chart;
    private final Terminal terminal;
    private final Axis x;
    private final Axis y;
    private final int columns;

    private TerminalChart(LineChart chart, Terminal terminal) {
        this.chart = chart;
        this.terminal = terminal;
        this.x = chart.xAxis();
        this.y = chart.yAxis();
        int width = terminal.isInteractive() ? Math.min(terminal.columns() - 1, GREATEST_COLUMNS) : COLUMNS_OF_A_FILE;
        this.columns = width - LEFT;
    }

    /** Several lines, none of them longer than the terminal is wide, without a line break at the end. */
    public static String of(LineChart chart, Terminal terminal) {
        return new TerminalChart(chart, terminal).draw();
    }

    private String draw() {
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        lines.add(chart.title());
        lines.add(" ".repeat(LEFT) + markLabels());
        String[][] cells = cells();
        for (int row = 0; row < ROWS; row++) {
            lines.add(rowLabel(row)
                    + (terminal.unicode() ? "│" : "|")
                    + String.join("", cells[row]).stripTrailing());
        }
        lines.add(" ".repeat(LEFT - 1) + (terminal.unicode() ? "└" + "─".repeat(columns) : "+" + "-".repeat(columns)));
        lines.add(tickLabels());
        lines.add(legend());
        return lines.toString();
    }

    private String[][] cells() {
        String[][] cells = new String[ROWS][columns];
        for (String[] row : cells) {
            Arrays.fill(row, " ");
        }
        for (Mark mark : chart.marks()) {
            for (String[] row : cells) {
                row[column(mark.x())] = terminal.unicode() ? "┊" : ":";
            }
        }
        for (int i = chart.series().size() - 1; i >= 0; i--) {
            drawSeries(i, cells);
        }
        return cells;
    }

    /** Where lines meet, the earlier one is seen. */
    private void drawSeries(int number, String[][] cells) {
        DotCanvas dots = dots(chart.series().get(number), number % 2 == 1);
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < columns; column++) {
                if (!dots.isEmpty(column, row)) {
                    cells[row][column] = terminal.unicode()
                            ? coloured(String.valueOf(dots.character(column, row)), number)
                            : letter(number);
                }
            }
        }
    }

    private DotCanvas dots(Series series, boolean dotted) {
        DotCanvas canvas = new DotCanvas(columns, ROWS);
        int acrossEnd = columns * DotCanvas.DOTS_ACROSS - 1;
        int downEnd = ROWS * DotCanvas.DOTS_DOWN - 1;
        for (int i = 0;
                i + 1 < Math.max(2, series.points().size()) && !series.points().isEmpty();
                i++) {
            LineChart.Point from = series.points().get(i);
            LineChart.Point to =
                    series.points().get(Math.min(i + 1, series.points().size() - 1));
            double across = acrossEnd * (x.share(to.x()) - x.share(from.x()));
            double down = downEnd * (y.share(from.y()) - y.share(to.y()));
            int dotsOfLine = (int) Math.ceil(Math.max(Math.abs(across), Math.abs(down)));
            for (int dot = 0; dot <= dotsOfLine; dot++) {
                double share = dotsOfLine == 0 ? 0 : (double) dot / dotsOfLine;
                int dotX = (int) Math.round(acrossEnd * x.share(from.x()) + share * across);
                int dotY = (int) Math.round(downEnd * (1 - y.share(from.y())) + share * down);
                if (!dotted || !terminal.unicode() || (dotX + dotY) % DOTTING == 0) {
                    canvas.dot(dotX, dotY);
                }
            }
        }
        return canvas;
    }

    /** A tick where it is nearest to the middle of the row. */
    private String rowLabel(int row) {
        double rowSpan = (y.greatest() - y.least()) / ROWS;
        double middle = y.greatest() - (row + 0.5) * rowSpan;
        String label = y.ticks().stream()
                .filter(tick -> rowOf(tick) == row)
                .min(Comparator.comparingDouble(tick -> Math.abs(tick - middle)))
                .map(tick -> y.label(tick) + " " + chart.unit())
                .orElse("");
        return String.format(Locale.ROOT, "%" + (LEFT - 1) + "s", label);
    }

    private int rowOf(double value) {
        return Math.min(ROWS - 1, (int) ((1 - y.share(value)) * ROWS));
    }

    private String markLabels() {
        StringBuilder line = new StringBuilder(" ".repeat(columns));
        int free = 0;
        for (Mark mark : chart.marks().stream()
                .sorted(Comparator.comparingDouble(Mark::x))
                .toList()) {
            int first = Math.min(column(mark.x()), columns - mark.label().length());
            if (first >= free) {
                line.replace(first, first + mark.label().length(), mark.label());
                free = first + mark.label().length() + 1;
            }
        }
        return line.toString().stripTrailing();
    }

    /** What the axis counts stands at its end; ticks that would reach into it have no number. */
    private String tickLabels() {
        int end = columns - chart.xTitle().length();
        StringBuilder line = new StringBuilder(" ".repeat(end)).append(chart.xTitle());
        int free = 0;
        for (double tick : x.ticks()) {
            String label = x.label(tick);
            int first = column(tick);
            if (first >= free && first + label.length() < end) {
                line.replace(first, first + label.length(), label);
                free = first + label.length() + 1;
            }
        }
        return " ".repeat(LEFT) + line;
    }

    /** In as many lines as it takes. */
    private String legend() {
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        StringBuilder line = new StringBuilder();
        int length = 0;
        for (int i = 0; i < chart.series().size(); i++) {
            String name = chart.series().get(i).name();
            int needed = LEGEND_COLUMNS + name.length();
            if (length > 0 && length + needed > columns) {
                lines.add(" ".repeat(LEFT) + line.toString().stripTrailing());
                line.setLength(0);
                length = 0;
            }
            line.append(key(i)).append(' ').append(name).append("   ");
            length += needed;
        }
        return lines.add(" ".repeat(LEFT) + line.toString().stripTrailing()).toString();
    }

    private String key(int series) {
        String sample = series % 2 == 0 ? "⠤⠤⠤" : "⠄⠂⠄";
        return terminal.unicode() ? coloured(sample, series) : letter(series);
    }

    private int column(double value) {
        return (int) Math.round(x.share(value) * (columns - 1));
    }

    private static String letter(int series) {
        return String.valueOf(LETTERS.charAt(series % LETTERS.length()));
    }

    private String coloured(String text, int series) {
        return terminal.isInteractive()
                ? "\u001b[%dm%s\u001b[0m".formatted(COLOURS[series % COLOURS.length], text)
                : text;
    }
}
