package dev.retort.contracts.experiment;

import java.util.List;

/** Section {@code loss} of an arm. */
final class LossReader {
    static final DistillationLoss STANDARD = new DistillationLoss(0.1, 0.9, 4);

    private static final List<String> KINDS = List.of("kd", "dkd", "dist");

    private LossReader() {}

    static DistillationLoss read(YamlSection parent) {
        try (YamlSection section = parent.section("loss")) {
            DistillationLoss loss = section.has("terms") ? sum(section) : single(section);
            if (!loss.hasWeight()) {
                parent.problem("loss", "every weight is 0: nothing is left to minimise");
            }
            return loss;
        }
    }

    /** The keys of one term beside the weight of the hard labels. */
    private static DistillationLoss single(YamlSection section) {
        SoftTargetLoss term = term(section, 0.9);
        double hardLabels = term instanceof SoftTargetLoss.Kd ? 0.1 : 1.0;
        return new DistillationLoss(section.number("hardLabelWeight", hardLabels, Range.NOT_NEGATIVE), List.of(term));
    }

    private static DistillationLoss sum(YamlSection section) {
        double hardLabels = section.number("hardLabelWeight", 1.0, Range.NOT_NEGATIVE);
        return new DistillationLoss(
                hardLabels,
                section.sections("terms").stream().map(LossReader::listed).toList());
    }

    private static SoftTargetLoss listed(YamlSection item) {
        try (YamlSection section = item) {
            return term(section, 1.0);
        }
    }

    private static SoftTargetLoss term(YamlSection section, double kdWeight) {
        String kind = section.oneOf("kind", "kd", KINDS);
        double weight = section.number("softTargetWeight", kind.equals("kd") ? kdWeight : 1.0, Range.NOT_NEGATIVE);
        double temperature = section.number("temperature", 4.0, Range.POSITIVE);
        return switch (kind) {
            case "dkd" ->
                new SoftTargetLoss.Dkd(
                        weight,
                        temperature,
                        section.flag("standardise", false),
                        section.number("targetClassWeight", 1.0, Range.NOT_NEGATIVE),
                        section.number("nonTargetClassWeight", 8.0, Range.NOT_NEGATIVE));
            case "dist" ->
                new SoftTargetLoss.Dist(
                        weight,
                        temperature,
                        section.number("interClassWeight", 2.0, Range.NOT_NEGATIVE),
                        section.number("intraClassWeight", 2.0, Range.NOT_NEGATIVE));
            default -> new SoftTargetLoss.Kd(weight, temperature, section.flag("standardise", false));
        };
    }
}
