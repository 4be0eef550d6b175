package dev.retort.kit.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** What every service is told. */
@ConfigMapping(prefix = "retort")
public interface ServiceConfig {
    /** Local copies of artefacts; may be lost at any time. */
    @WithDefault("${java.io.tmpdir}/retort-cache")
    Path cacheDirectory();

    /** Beyond which copies go, those first that were used least recently; such as {@code 500M} or {@code 20G}. */
    @WithDefault("20G")
    MemorySize cacheSize();

    /** The process that started this one: when it is gone, the service stops. Set by {@code ./retort up}. */
    Optional<Long> parentPid();

    /** Replicas of each topic that a service creates; the broker's default where absent. */
    Optional<Short> topicReplicas();
}
