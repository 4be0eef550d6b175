package dev.retort.cli.chart;

import dev.retort.cli.chart.LineChart.Mark;
import dev.retort.cli.chart.LineChart.Point;
import dev.retort.cli.chart.LineChart.Series;
import java.util.List;
import java.util.stream.IntStream;

/** Charts to draw in tests. */
final class Charts {
    private Charts() {}

    /** One line that stays at 80, one that falls to 40 at 30 and is back at 75 from 60 on. */
    static LineChart recovery() {
        List<Point> old = IntStream.rangeClosed(0, 18)
                .mapToObj(i -> new Point(5 * i, 80 + i % 2))
                .toList();
        List<Point> shifted = IntStream.rangeClosed(0, 18)
                .mapToObj(i -> new Point(5 * i, i < 6 ? 78 : i < 12 ? 40 + i % 3 : 75))
                .toList();
        return new LineChart(
                "Accuracy of what is served",
                "seconds",
                "%",
                List.of(new Series("old images", old), new Series("what is asked", shifted)),
                List.of(new Mark(30, "shift"), new Mark(60, "champion 2")));
    }
}
