package dev.retort.contracts.experiment;

import dev.retort.contracts.experiment.Comparison.Gain;
import dev.retort.contracts.experiment.Comparison.Rule;
import dev.retort.contracts.experiment.PromotionPolicy.OtherImages;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From the section {@code promotion} to the policy. */
final class PromotionReader {
    private static final TextRule RULE = TextRule.oneOf(List.of("better", "not-worse"));
    private static final TextRule OTHER_IMAGES = TextRule.oneOf(List.of("keep", "replace"));
    private static final TextRule GAIN =
            TextRule.oneOf(Stream.of(Gain.values()).map(PromotionReader::name).toList());
    private static final Range POINTS = new Range(0, false, 100, false);

    private PromotionReader() {}

    static PromotionPolicy read(YamlSection section) {
        return new PromotionPolicy(
                section.number("minimumAccuracy", 0.0, Range.SHARE),
                section.number("minimumImprovement", 0.0, Range.SHARE),
                comparison(section),
                bounds(section),
                section.text("otherImages", "keep", OTHER_IMAGES).equals("replace") ? OtherImages.REPLACE : null);
    }

    private static @Nullable Comparison comparison(YamlSection section) {
        Comparison standard = Comparison.STANDARD;
        boolean notWorse = section.text("rule", "better", RULE).equals("not-worse");
        Comparison read = new Comparison(
                notWorse ? Rule.NOT_WORSE : Rule.BETTER,
                section.number("level", standard.level(), Range.INSIDE_SHARE),
                section.number("marginPoints", standard.marginPoints(), POINTS),
                section
                        .texts(
                                "gains",
                                standard.gains().stream()
                                        .map(PromotionReader::name)
                                        .toList(),
                                GAIN)
                        .stream()
                        .map(PromotionReader::gain)
                        .toList());
        if (notWorse) {
            refuse(section, "minimumImprovement", "belongs to rule: better; not-worse has a margin instead");
        } else {
            String why = "belongs to rule: not-worse; a candidate that is better needs no margin and no gain";
            refuse(section, "marginPoints", why);
            refuse(section, "gains", why);
        }
        return read.equals(standard) ? null : read;
    }

    private static void refuse(YamlSection section, String key, String why) {
        if (section.has(key)) {
            section.problem(key, why);
        }
    }

    private static @Nullable Bounds bounds(YamlSection section) {
        Bounds read = new Bounds(
                section.numberIfSaid("minimumRecall", Range.SHARE),
                section.numberIfSaid("maximumCalibrationError", Range.SHARE),
                section.numberIfSaid("maximumP99Milliseconds", Range.POSITIVE),
                section.integerIfSaid("maximumArtefactBytes", 1, Long.MAX_VALUE),
                section.numberIfSaid("maximumLogitDifference", Range.POSITIVE),
                section.numberIfSaid("minimumEqualAnswers", Range.SHARE),
                section.numberIfSaid("maximumInt8LogitDifference", Range.POSITIVE),
                section.numberIfSaid("minimumInt8EqualAnswers", Range.SHARE),
                section.integerIfSaid("maximumMemoryBytes", 1, Long.MAX_VALUE));
        return read.equals(Bounds.NONE) ? null : read;
    }

    private static String name(Gain gain) {
        return gain.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Gain gain(String name) {
        return Gain.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
