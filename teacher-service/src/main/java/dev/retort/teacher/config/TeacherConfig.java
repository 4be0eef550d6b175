package dev.retort.teacher.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** How teachers are trained and where images lie on this machine. */
@ConfigMapping(prefix = "retort.teacher")
public interface TeacherConfig {
    /** Threads of libtorch within one operator; 0 takes all processors. Another count gives other bits. */
    @WithDefault("0")
    int threads();

    /** Batches prepared ahead of the step that needs them. */
    @WithDefault("8")
    int prefetchBatches();

    /** Where dataset files lie, and where archives are downloaded to. */
    @WithDefault("${retort.dataset-directory:${java.io.tmpdir}/retort-datasets}")
    Path datasetDirectory();

    /**
     * Name of this replica among those that share the work: another one for each, and the same one after a restart, which
     * then goes on at once.
     */
    @WithDefault("${HOSTNAME:local}")
    String replica();
}
