package dev.retort.contracts.experiment;

import dev.retort.contracts.experiment.ContinuousSpec.Gate;
import dev.retort.contracts.experiment.ContinuousSpec.Guards;
import dev.retort.contracts.experiment.ContinuousSpec.Replay;
import dev.retort.contracts.experiment.ContinuousSpec.Trigger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the section {@code continuous} to the record; a run without the section ends with its students. */
final class ContinuousReader {
    private static final Range POINTS = new Range(0, false, 100, false);
    private static final TextRule CHOICE = TextRule.oneOf(List.of("another", "same"));
    private static final int GREATEST_SAMPLES = 1_000_000;
    private static final long YEAR_SECONDS = 31_536_000;

    private ContinuousReader() {}

    static @Nullable ContinuousSpec read(YamlSection document, TrainingSpec student) {
        if (!document.has("continuous")) {
            return null;
        }
        try (YamlSection section = document.section("continuous")) {
            int batchSize = section.count("batchSize", 64, 1, 4096);
            int window = section.count("window", 4096, 1, ContinuousSpec.GREATEST_WINDOW);
            if (window < batchSize) {
                section.problem("window", "%d is less than one batch of %d".formatted(window, batchSize));
            }
            return new ContinuousSpec(
                    batchSize,
                    section.count("views", 2, 1, 64),
                    section.number("heldOutShare", 0.2, Range.INSIDE_SHARE),
                    section.number("minimumConfidence", 0.0, Range.SHARE_BELOW_ONE),
                    window,
                    section.count("epochs", 4, 1, 10_000),
                    section.number("learningRate", student.optimizer().learningRate() / 10, Range.POSITIVE),
                    trigger(section),
                    replay(section),
                    gate(section),
                    guards(section));
        }
    }

    private static Trigger trigger(YamlSection parent) {
        try (YamlSection section = parent.section("trigger")) {
            return new Trigger(
                    section.count("newSamples", 512, 1, GREATEST_SAMPLES),
                    section.integer("everySeconds", 0L, 0, YEAR_SECONDS),
                    section.flag("drift", false),
                    section.has("driftSamples") ? section.count("driftSamples", 1, 1, GREATEST_SAMPLES) : null);
        }
    }

    private static Replay replay(YamlSection parent) {
        try (YamlSection section = parent.section("replay")) {
            return new Replay(
                    section.number("share", 0.5, Range.SHARE_BELOW_ONE),
                    section.integer("seed", 1L, 0, Long.MAX_VALUE),
                    section.text("choice", "another", CHOICE).equals("same") ? Replay.Choice.SAME : null);
        }
    }

    private static Gate gate(YamlSection parent) {
        try (YamlSection section = parent.section("gate")) {
            return new Gate(
                    section.number("level", 0.05, Range.INSIDE_SHARE), section.number("marginPoints", 2.0, POINTS));
        }
    }

    private static Guards guards(YamlSection parent) {
        try (YamlSection section = parent.section("guards")) {
            return new Guards(
                    section.count("retrainingsPerHour", 6, 1, 3600),
                    section.count("backOffAfter", 3, 1, 1000),
                    section.count("quarantineWindow", 100, 1, 100_000),
                    section.number("quarantineShare", 0.5, Range.INSIDE_SHARE));
        }
    }
}
