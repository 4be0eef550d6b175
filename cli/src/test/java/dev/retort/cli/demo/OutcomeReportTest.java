package dev.retort.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.cli.chart.LineChart.Mark;
import dev.retort.cli.chart.LineChart.Point;
import org.junit.jupiter.api.Test;

class OutcomeReportTest {
    private final OutcomeReport report =
            new OutcomeReport(OutcomeTest.outcome(12, 0.40, 0.40, 0.40, 0.61, 0.72), "a title");

    @Test
    void saysEverythingThatIsClaimed() {
        assertThat(report.table().lines())
                .containsExactly(
                        "                              before    after",
                        "  accuracy on old images       80.0 %    80.0 %",
                        "  accuracy on new images       40.0 %    72.0 %",
                        "  from shift to recovery      3 s, until half of the 40.0 lost points were back",
                        "  since the shift             1 retraining, 1 promoted",
                        "  requests                    1,234, of which 2 failed",
                        "  new images sent             400, of which 100 with a label",
                        "  the log grew by             3.0 MiB",
                        "    retort.soft-targets.aaaaaaaaaaaaaaaa…      2.00 MiB",
                        "    retort.samples                             1.00 MiB");
    }

    @Test
    void saysThatThereWasNoRecovery() {
        OutcomeReport lost = new OutcomeReport(OutcomeTest.outcome(12, 0.4, 0.4, 0.4, 0.4), "a title");

        assertThat(lost.table()).contains("not within 3 s");
    }

    @Test
    void drawsBothAccuraciesWithTheShiftAndThePromotions() {
        assertThat(report.chart().series().get(1).points()).contains(new Point(15, 61), new Point(20, 72));
        assertThat(report.chart().marks())
                .containsExactly(new Mark(12, "shift"), new Mark(3, "champion 2"), new Mark(14, "champion 3"));
    }

    @Test
    void keepsTheFigures() {
        assertThat(report.csv())
                .startsWith("# a title\n"
                        + "# old_before=0.8000 old_after=0.8000 new_before=0.4000 new_after=0.7200 recovery_seconds=3.0"
                        + " requests=1234 failed=2 grown_bytes=3145728\n"
                        + "# 12.0 s: shift\n# 3.0 s: champion 2\n# 13.0 s: cycle 1\n")
                .endsWith("""
                        seconds,old_accuracy,new_accuracy
                        0.0,0.8000,0.4000
                        5.0,0.8000,0.4000
                        10.0,0.8000,0.4000
                        15.0,0.8000,0.6100
                        20.0,0.8000,0.7200
                        """);
    }
}
