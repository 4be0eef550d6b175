package dev.retort.cli.chart;

import dev.retort.cli.chart.LineChart.Mark;
import dev.retort.cli.chart.LineChart.Point;
import dev.retort.cli.chart.LineChart.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A chart as an SVG document, in the look of the project's other figures. */
public final class SvgChart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 380;
    private static final int LEFT = 60;
    private static final int RIGHT = 700;
    private static final int TOP = 76;
    private static final int BOTTOM = 325;
    private static final int LINE_PIXELS = 16;
    private static final int CHARACTER_PIXELS = 7;
    private static final List<String> COLOURS =
            List.of("#2b6cb0", "#c05621", "#2f855a", "#6b46c1", "#97266d", "#4a5568");

    private final LineChart chart;
    private final Axis x;
    private final Axis y;
    private final StringBuilder svg = new StringBuilder();

    private SvgChart(LineChart chart) {
        this.chart = chart;
        this.x = chart.xAxis();
        this.y = chart.yAxis();
    }

    /** A whole document; the same chart gives the same bytes. */
    public static String of(LineChart chart) {
        return new SvgChart(chart).draw();
    }

    private String draw() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\">"
                        .formatted(WIDTH, HEIGHT));
        add("  <rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>".formatted(WIDTH, HEIGHT));
        add("  <text x=\"20\" y=\"28\" font-size=\"15\" fill=\"#223\">%s</text>".formatted(escaped(chart.title())));
        grid();
        marks();
        for (int i = 0; i < chart.series().size(); i++) {
            line(chart.series().get(i), COLOURS.get(i % COLOURS.size()));
        }
        names();
        add("</svg>");
        return svg.toString();
    }

    private void grid() {
        add("  <g stroke=\"#dde\" stroke-width=\"1\">");
        y.ticks().forEach(tick -> add("    <path d=\"M%d %sH%d\"/>".formatted(LEFT, pixels(py(tick)), RIGHT)));
        add("  </g>");
        add("  <path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#445\" stroke-width=\"1.6\"/>"
                .formatted(LEFT, TOP, BOTTOM, RIGHT));
        add("  <g fill=\"#445\" text-anchor=\"end\">");
        y.ticks()
                .forEach(tick -> add("    <text x=\"%d\" y=\"%s\">%s %s</text>"
                        .formatted(LEFT - 8, pixels(py(tick) + 4), y.label(tick), escaped(chart.unit()))));
        add("  </g>");
        add("  <g fill=\"#445\" text-anchor=\"middle\">");
        x.ticks()
                .forEach(tick -> add("    <text x=\"%s\" y=\"%d\">%s</text>"
                        .formatted(pixels(px(tick)), BOTTOM + 18, x.label(tick))));
        add("    <text x=\"%d\" y=\"%d\">%s</text>"
                .formatted((LEFT + RIGHT) / 2, BOTTOM + 40, escaped(chart.xTitle())));
        add("  </g>");
    }

    /** Each with its label above the chart, in the lower of two rows where there is room. */
    private void marks() {
        double[] rowEnds = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (Mark mark : chart.marks().stream()
                .sorted(Comparator.comparingDouble(Mark::x))
                .toList()) {
            double half = mark.label().length() * CHARACTER_PIXELS / 2.0;
            int row = px(mark.x()) - half > rowEnds[0] ? 0 : 1;
            rowEnds[row] = px(mark.x()) + half;
            int labelY = TOP - 8 - row * LINE_PIXELS;
            add("  <path d=\"M%s %dV%d\" stroke=\"#889\" stroke-width=\"1.2\" stroke-dasharray=\"4 3\"/>"
                    .formatted(pixels(px(mark.x())), labelY + 3, BOTTOM));
            add("  <text x=\"%s\" y=\"%d\" fill=\"#445\" text-anchor=\"middle\">%s</text>"
                    .formatted(pixels(px(mark.x())), labelY, escaped(mark.label())));
        }
    }

    private void line(Series series, String colour) {
        String points = series.points().stream()
                .map(point -> pixels(px(point.x())) + "," + pixels(py(point.y())))
                .collect(Collectors.joining(" "));
        add("  <polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.2\" stroke-linejoin=\"round\"/>"
                .formatted(points, colour));
    }

    /** Beside the ends of the lines, moved apart where they would cover each other. */
    private void names() {
        List<Integer> drawn = new ArrayList<>();
        for (int i = 0; i < chart.series().size(); i++) {
            if (!chart.series().get(i).points().isEmpty()) {
                drawn.add(i);
            }
        }
        drawn.sort(Comparator.comparingDouble(i -> py(last(i).y())));
        double free = TOP;
        for (int i : drawn) {
            double middle = Math.max(free, py(last(i).y()));
            free = middle + LINE_PIXELS;
            add("  <text x=\"%d\" y=\"%s\" fill=\"%s\">%s</text>"
                    .formatted(
                            RIGHT + 10,
                            pixels(middle + 4),
                            COLOURS.get(i % COLOURS.size()),
                            escaped("%s %.0f %s".formatted(chart.series().get(i).name(), last(i).y(), chart.unit()))));
        }
    }

    private Point last(int series) {
        return chart.series().get(series).points().getLast();
    }

    private double px(double value) {
        return LEFT + x.share(value) * (RIGHT - LEFT);
    }

    private double py(double value) {
        return BOTTOM - y.share(value) * (BOTTOM - TOP);
    }

    private static String pixels(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void add(String line) {
        svg.append(line).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
