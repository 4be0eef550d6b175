package dev.retort.contracts.experiment;

import java.util.List;

/** Key {@code start} of the student: a word, or a section with one digest. */
final class StartReader {
    private StartReader() {}

    static StudentStart read(YamlSection student) {
        if (student.isSection("start")) {
            return stored(student);
        }
        return switch (student.oneOf("start", "random", List.of("random", "teacher-layers"))) {
            case "teacher-layers" -> new StudentStart.TeacherLayers();
            default -> new StudentStart.RandomWeights();
        };
    }

    private static StudentStart stored(YamlSection student) {
        try (YamlSection section = student.section("start")) {
            if (section.has("checkpoint")) {
                return section.digest("checkpoint", "a checkpoint's digest")
                        .<StudentStart>map(StudentStart.Checkpoint::new)
                        .orElseGet(StudentStart.RandomWeights::new);
            }
            return section.digest("version", "a model version's digest")
                    .<StudentStart>map(StudentStart.Version::new)
                    .orElseGet(StudentStart.RandomWeights::new);
        }
    }
}
