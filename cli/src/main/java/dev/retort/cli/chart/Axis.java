package dev.retort.cli.chart;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An axis from {@code least} to {@code greatest}, with a tick at each whole multiple of {@code step}. */
record Axis(double least, double greatest, double step) {
    private static final int TICKS = 5;

    /** @param whole whether it begins and ends with a tick */
    static Axis over(Stream<Double> values, boolean whole) {
        DoubleSummaryStatistics range = values.mapToDouble(Double::doubleValue).summaryStatistics();
        double least = range.getMin();
        double greatest = range.getMax();
        if (greatest <= least) {
            greatest = least + 1;
        }
        double step = roundStep((greatest - least) / TICKS);
        return whole
                ? new Axis(Math.floor(least / step) * step, Math.ceil(greatest / step) * step, step)
                : new Axis(least, greatest, step);
    }

    /** The least of 1, 2, 5, 10, 20, … and their tenths that is not less. */
    private static double roundStep(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        for (int digit : new int[] {1, 2, 5}) {
            if (rough <= digit * power) {
                return digit * power;
            }
        }
        return 10 * power;
    }

    List<Double> ticks() {
        int first = (int) Math.ceil(least / step - 1e-9);
        int last = (int) Math.floor(greatest / step + 1e-9);
        return IntStream.rangeClosed(first, last).mapToObj(tick -> tick * step).toList();
    }

    String label(double tick) {
        int decimals = step >= 1 ? 0 : (int) Math.ceil(-Math.log10(step));
        return String.format(Locale.ROOT, "%." + decimals + "f", tick);
    }

    /** 0 at the beginning, 1 at the end. */
    double share(double value) {
        return (value - least) / (greatest - least);
    }
}
