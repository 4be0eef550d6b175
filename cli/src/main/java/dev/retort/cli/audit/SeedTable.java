package dev.retort.cli.audit;

import dev.retort.distill.statistics.PairedSeeds;
import dev.retort.distill.statistics.SeedStudy;
import dev.retort.distill.statistics.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Arms over seeds, as text. */
public final class SeedTable {
    private SeedTable() {}

    /** Mean ± standard deviation of the accuracy of each arm, then each difference with its p; empty for one seed. */
    public static String of(SeedStudy heldOut, SeedStudy test) {
        if (heldOut.isEmpty()) {
            return "";
        }
        List<String> lines = new ArrayList<>(List.of("", "  over seeds   n          held-out              test"));
        for (int i = 0; i < heldOut.arms().size(); i++) {
            lines.add(line(heldOut.arms().get(i), test.arms().get(i)));
        }
        Stream.concat(
                        heldOut.differences().stream().map(pairs -> line("held-out", pairs)),
                        test.differences().stream().map(pairs -> line("test", pairs)))
                .forEach(lines::add);
        lines.add("  Differences are paired by seed, tests two-sided; sign flips are counted out exactly.");
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(Spread heldOut, Spread test) {
        return String.format(
                Locale.ROOT,
                "  %-12s %d   %6.2f ± %.2f %%   %6.2f ± %.2f %%",
                heldOut.arm(),
                heldOut.seeds(),
                100 * heldOut.mean(),
                100 * heldOut.deviation(),
                100 * test.mean(),
                100 * test.deviation());
    }

    private static String line(String split, PairedSeeds pairs) {
        return String.format(
                Locale.ROOT,
                "  %s - %s, %s: %+.2f ± %.2f points, p = %s (t-test), %s (sign flips, at least %s)",
                pairs.arm(),
                pairs.reference(),
                split,
                100 * pairs.meanDifference(),
                100 * pairs.deviation(),
                chance(pairs.tTest()),
                chance(pairs.signFlips()),
                chance(2 / Math.pow(2, pairs.seeds())));
    }

    private static String chance(double p) {
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }
}
