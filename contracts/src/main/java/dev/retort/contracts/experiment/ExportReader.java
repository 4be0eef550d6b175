package dev.retort.contracts.experiment;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Key {@code export} of the student. */
final class ExportReader {
    private static final TextRule PRECISION = TextRule.oneOf(
            Stream.of(ExportPrecision.values()).map(ExportReader::name).toList());

    private ExportReader() {}

    /** Null where it says what would be done anyway, so that the name of a run stays what it was. */
    static @Nullable ExportSpec read(YamlSection student) {
        try (YamlSection section = student.section("export")) {
            List<String> names = section.texts("precisions", List.of("fp32"), PRECISION);
            boolean none = names.isEmpty() && section.itemLines("precisions").isEmpty();
            if (none || new HashSet<>(names).size() < names.size()) {
                section.problem("precisions", "each once, and at least one: " + names);
            }
            List<ExportPrecision> precisions =
                    names.stream().map(ExportReader::precision).sorted().toList();
            int images = section.count("calibrationImages", ExportSpec.CALIBRATION_IMAGES, 1, 1_000_000);
            if (section.has("calibrationImages") && !precisions.contains(ExportPrecision.INT8)) {
                section.problem("calibrationImages", "belongs to int8: fp32 needs no calibration");
            }
            ExportSpec read = new ExportSpec(precisions, images);
            return read.equals(ExportSpec.STANDARD) ? null : read;
        }
    }

    private static String name(ExportPrecision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    private static ExportPrecision precision(String name) {
        return ExportPrecision.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
