package dev.retort.teacher.app;

import dev.retort.teacher.config.TeacherConfig;
import java.nio.file.Path;

/** Configuration of a service that is not there. */
record FixedConfig(Path datasetDirectory, int threads) implements TeacherConfig {
    @Override
    public int prefetchBatches() {
        return 1;
    }

    @Override
    public String replica() {
        return "local";
    }
}
