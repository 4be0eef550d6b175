package dev.retort.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.cli.chart.LineChart.Point;
import dev.retort.cli.chart.LineChart.Series;
import dev.retort.cli.terminal.Terminal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalChartTest {
    private static final String COLOUR = "\u001b\\[[0-9]+m";

    @Test
    void drawsInLettersWhereThereIsOnlyAscii() {
        String drawn = TerminalChart.of(Charts.recovery(), new Terminal(0, false));

        assertThat(drawn).isEqualTo(String.join(System.lineSeparator(), ASCII_LINES));
    }

    @Test
    void drawsInDotsWhereThereIsUnicodeAndInColoursOnATerminal() {
        String file = TerminalChart.of(Charts.recovery(), new Terminal(0, true));
        String terminal = TerminalChart.of(Charts.recovery(), new Terminal(79, true));

        assertThat(file).contains("┊", "└", "⠤").doesNotContain("\u001b");
        assertThat(terminal).contains("\u001b[34m", "\u001b[33m");
        assertThat(terminal.replaceAll(COLOUR, "")).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 80, 200})
    void staysWithinTheTerminal(int columns) {
        String drawn = TerminalChart.of(Charts.recovery(), new Terminal(columns, true));

        assertThat(drawn.replaceAll(COLOUR, "").lines()).allMatch(line -> line.length() < columns);
    }

    /** A line along the upper edge and one along the lower: whoever turns the picture round sees it here. */
    @Test
    void drawsGreatValuesAbove() {
        LineChart chart = new LineChart(
                "t",
                "s",
                "%",
                List.of(
                        new Series("high", List.of(new Point(0, 100), new Point(10, 100))),
                        new Series("low", List.of(new Point(0, 0), new Point(10, 0)))),
                List.of());

        List<String> lines =
                TerminalChart.of(chart, new Terminal(60, false)).lines().toList();

        assertThat(lines.get(2)).contains("100 %|ooooo").doesNotContain("*");
        assertThat(lines.get(15)).contains("0 %|*****").doesNotContain("o");
    }

    @Test
    void drawsALineOfOnePoint() {
        LineChart chart = new LineChart("t", "s", "%", List.of(new Series("a", List.of(new Point(3, 4)))), List.of());

        assertThat(TerminalChart.of(chart, new Terminal(60, false))).contains("o");
    }

    private static final String[] ASCII_LINES = {
        "Accuracy of what is served",
        "                               shift                  champion 2",
        "   90 %|                       :                      :",
        "       |                       :                      :",
        "   80 %|oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo",
        "       |********************   :                      :",
        "       |                   **  :                      ************************",
        "   70 %|                    *  :                     **",
        "       |                    *  :                     *:",
        "       |                    ** :                     *:",
        "   60 %|                     * :                    * :",
        "       |                     * :                    * :",
        "       |                      *:                   ** :",
        "   50 %|                      *:                   *  :",
        "       |                      **                  **  :",
        "   40 %|                       ********************   :",
        "       +----------------------------------------------------------------------",
        "        0              20              40             60               seconds",
        "        o old images   * what is asked"
    };
}
