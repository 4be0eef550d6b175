package dev.retort.cli.chart;

import java.util.List;
import java.util.stream.Stream;

/**
 * A few lines over one axis, with marks at places where something happened.
 *
 * @param title above the chart
 * @param xTitle what the axis below counts, with its unit
 * @param unit of the values, such as {@code %}
 * @param series drawn in this order, at least one of them with a point
 */
public record LineChart(String title, String xTitle, String unit, List<Series> series, List<Mark> marks) {
    public LineChart {
        series = List.copyOf(series);
        marks = List.copyOf(marks);
        if (series.stream().allMatch(one -> one.points().isEmpty())) {
            throw new IllegalArgumentException("a chart without a point");
        }
    }

    /** A place on a line. */
    public record Point(double x, double y) {
        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                throw new IllegalArgumentException("no point: (%s, %s)".formatted(x, y));
            }
        }
    }

    /**
     * A line.
     *
     * @param points from left to right
     */
    public record Series(String name, List<Point> points) {
        public Series {
            points = List.copyOf(points);
            for (int i = 1; i < points.size(); i++) {
                if (points.get(i).x() < points.get(i - 1).x()) {
                    throw new IllegalArgumentException("the points of %s go back to the left".formatted(name));
                }
            }
        }
    }

    /** Something that happened, drawn from bottom to top. */
    public record Mark(double x, String label) {
        public Mark {
            if (!Double.isFinite(x)) {
                throw new IllegalArgumentException("no place for %s: %s".formatted(label, x));
            }
        }
    }

    Axis xAxis() {
        return Axis.over(Stream.concat(points().map(Point::x), marks.stream().map(Mark::x)), false);
    }

    Axis yAxis() {
        return Axis.over(points().map(Point::y), true);
    }

    private Stream<Point> points() {
        return series.stream().flatMap(one -> one.points().stream());
    }
}
