package dev.retort.teacher.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.local.testing.ConfigReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TeacherConfigTest {
    @Test
    void hasDefaults() {
        TeacherConfig config = ConfigReader.read(TeacherConfig.class, Map.of("java.io.tmpdir", "/temporary"));

        assertThat(config.threads()).isZero();
        assertThat(config.prefetchBatches()).isEqualTo(8);
        assertThat(config.replica()).isEqualTo("local");
        assertThat(config.datasetDirectory()).isEqualTo(Path.of("/temporary/retort-datasets"));
    }

    @Test
    void readsEveryKey() {
        TeacherConfig config = ConfigReader.read(
                TeacherConfig.class,
                Map.of(
                        "retort.teacher.threads", "3",
                        "retort.teacher.prefetch-batches", "5",
                        "retort.teacher.replica", "teacher-2",
                        "retort.teacher.dataset-directory", "/images"));

        assertThat(config.threads()).isEqualTo(3);
        assertThat(config.prefetchBatches()).isEqualTo(5);
        assertThat(config.replica()).isEqualTo("teacher-2");
        assertThat(config.datasetDirectory()).isEqualTo(Path.of("/images"));
    }

    @Test
    void isCalledAsItsHostUnlessToldOtherwise() {
        TeacherConfig config = ConfigReader.read(
                TeacherConfig.class, Map.of("HOSTNAME", "box", "retort.dataset-directory", "/images"));

        assertThat(config.replica()).isEqualTo("box");
    }

    @Test
    void findsImagesWhereAllOfRetortLooksForThem() {
        TeacherConfig config = ConfigReader.read(TeacherConfig.class, Map.of("retort.dataset-directory", "/shared"));

        assertThat(config.datasetDirectory()).isEqualTo(Path.of("/shared"));
    }
}
