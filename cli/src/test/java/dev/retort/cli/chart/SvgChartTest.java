package dev.retort.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.cli.chart.LineChart.Mark;
import dev.retort.cli.chart.LineChart.Point;
import dev.retort.cli.chart.LineChart.Series;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SvgChartTest {
    @Test
    void drawsEachPointWhereTheAxesSay() throws Exception {
        LineChart chart = new LineChart(
                "t",
                "s",
                "%",
                List.of(new Series("line", List.of(new Point(0, 0), new Point(50, 100), new Point(100, 50)))),
                List.of());

        Element line = only(parsed(SvgChart.of(chart)), "polyline");

        // From (60, 325) to (700, 76).
        assertThat(line.getAttribute("points")).isEqualTo("60.0,325.0 380.0,76.0 700.0,200.5");
    }

    @Test
    void namesSeriesMarksAndAxes() throws Exception {
        String text =
                parsed(SvgChart.of(Charts.recovery())).getDocumentElement().getTextContent();

        assertThat(text)
                .contains("Accuracy of what is served", "seconds", "80 %", "shift", "champion 2")
                .contains("old images 80 %", "what is asked 75 %");
    }

    @Test
    void writesWhatXmlWouldTakeForItsOwn() throws Exception {
        LineChart chart = new LineChart(
                "a < b & \"c\"", "s", "%", List.of(new Series("<x>", List.of(new Point(0, 0)))), List.of());

        assertThat(parsed(SvgChart.of(chart)).getDocumentElement().getTextContent())
                .contains("a < b & \"c\"", "<x>");
    }

    @Test
    void writesNoNameOverAnother() throws Exception {
        List<Series> close = List.of(
                new Series("a", List.of(new Point(0, 10), new Point(1, 50))),
                new Series("b", List.of(new Point(0, 90), new Point(1, 50.5))),
                new Series("c", List.of(new Point(0, 50), new Point(1, 49.5))));

        List<Double> heights = new ArrayList<>();
        NodeList texts = parsed(SvgChart.of(new LineChart("t", "s", "%", close, List.of())))
                .getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            if (text.getAttribute("x").equals("710")) {
                heights.add(Double.parseDouble(text.getAttribute("y")));
            }
        }

        assertThat(heights).hasSize(3).isSorted();
        assertThat(heights.get(1) - heights.get(0)).isGreaterThanOrEqualTo(16);
        assertThat(heights.get(2) - heights.get(1)).isGreaterThanOrEqualTo(16);
    }

    @Test
    void liftsTheLabelOfAMarkThatIsCloseToAnother() {
        LineChart chart = new LineChart(
                "t",
                "s",
                "%",
                List.of(new Series("a", List.of(new Point(0, 0), new Point(100, 1)))),
                List.of(new Mark(50, "champion 2"), new Mark(51, "champion 3")));

        List<String> heights = Pattern.compile("y=\"(\\d+)\"[^>]*>champion")
                .matcher(SvgChart.of(chart))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();

        assertThat(heights).containsExactly("68", "52");
    }

    private static Element only(Document document, String name) {
        NodeList all = document.getElementsByTagName(name);
        assertThat(all.getLength()).isEqualTo(1);
        return (Element) all.item(0);
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
