package dev.retort.contracts.experiment;

import java.util.List;

/** Section {@code optimizer} of a teacher or student. */
final class OptimizerReader {
    private OptimizerReader() {}

    static OptimizerSpec read(YamlSection parent) {
        try (YamlSection section = parent.section("optimizer")) {
            return switch (section.oneOf("kind", "sgd", List.of("sgd", "adamw", "muon"))) {
                case "adamw" -> adamW(section);
                case "muon" -> muon(section);
                default -> sgd(section, 0.9);
            };
        }
    }

    private static OptimizerSpec.Sgd sgd(YamlSection section, double momentum) {
        return new OptimizerSpec.Sgd(
                section.number("learningRate", 0.1, Range.POSITIVE),
                section.number("momentum", momentum, Range.SHARE_BELOW_ONE),
                section.flag("nesterov", true),
                section.number("weightDecay", 5e-4, Range.NOT_NEGATIVE));
    }

    private static OptimizerSpec.AdamW adamW(YamlSection section) {
        return new OptimizerSpec.AdamW(
                section.number("learningRate", 1e-3, Range.POSITIVE),
                section.number("beta1", 0.9, Range.SHARE_BELOW_ONE),
                section.number("beta2", 0.999, Range.SHARE_BELOW_ONE),
                section.number("epsilon", 1e-8, Range.POSITIVE),
                section.number("weightDecay", 0.01, Range.NOT_NEGATIVE));
    }

    private static OptimizerSpec.Muon muon(YamlSection section) {
        try (YamlSection rest = section.section("rest")) {
            return new OptimizerSpec.Muon(
                    section.number("learningRate", 0.24, Range.POSITIVE),
                    section.number("momentum", 0.6, Range.SHARE_BELOW_ONE),
                    section.flag("nesterov", true),
                    section.count("iterations", 5, 1, 10),
                    sgd(rest, 0.85));
        }
    }
}
