package dev.retort.cli.chart;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.retort.cli.chart.LineChart.Point;
import dev.retort.cli.chart.LineChart.Series;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineChartTest {
    @Test
    void refusesWhatCannotBeDrawn() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Point(0, Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Series("back", List.of(new Point(1, 0), new Point(0, 0))))
                .withMessageContaining("back");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LineChart("t", "x", "%", List.of(new Series("none", List.of())), List.of()));
    }
}
