package dev.retort.contracts.experiment;

import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.Preprocessing.Channels;
import dev.retort.contracts.experiment.Preprocessing.Size;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Section {@code teacher}, where it names a file. */
final class OutsideTeacherReader {
    private static final TextRule FILE = new TextRule(
            file -> file.matches("[^/~\\\\].*\\.(onnx|pt)")
                    && !List.of(file.split("[/\\\\]", -1)).contains(".."),
            "a path below the dataset directory, without '..', that ends in .onnx or .pt");
    private static final int LEAST_SIDE = 8;
    /** Beyond what published classifiers take; a batch of one image must fit into memory. */
    private static final int GREATEST_SIDE = 1024;

    private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
    private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

    private OutsideTeacherReader() {}

    static TeacherSpec.Outside read(YamlSection section) {
        String file = section.text("file", null, FILE);
        Optional<Digest> sha256 = section.digest("sha256", "the file's SHA-256");
        try (YamlSection preprocessing = section.section("preprocessing")) {
            return new TeacherSpec.Outside(
                    file,
                    sha256.orElseGet(() -> new Digest("0".repeat(64))),
                    channels(preprocessing, "mean", ZEROS, Range.ANY),
                    channels(preprocessing, "standardDeviation", ONES, Range.POSITIVE),
                    preprocessing(preprocessing));
        }
    }

    private static @Nullable Preprocessing preprocessing(YamlSection section) {
        Preprocessing read = new Preprocessing(
                size(section),
                Channels.valueOf(
                        section.oneOf("channels", "rgb", List.of("rgb", "bgr")).toUpperCase(Locale.ROOT)),
                Integer.parseInt(section.oneOf("scale", "1", List.of("1", "255"))));
        return read.equals(Preprocessing.STANDARD) ? null : read;
    }

    private static @Nullable Size size(YamlSection section) {
        List<Integer> size = section.counts("size", 2, LEAST_SIDE, GREATEST_SIDE);
        return size.isEmpty() ? null : new Size(size.get(0), size.get(1));
    }

    private static List<Double> channels(YamlSection section, String key, List<Double> standard, Range range) {
        List<Double> values = section.numbers(key, standard, range);
        if (values.size() != standard.size()) {
            section.problem(key, "%d numbers for %d channels".formatted(values.size(), standard.size()));
            return standard;
        }
        return values;
    }
}
