package dev.retort.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.local.testing.ConfigReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceConfigTest {
    @Test
    void hasDefaults() {
        ServiceConfig config = ConfigReader.read(ServiceConfig.class, Map.of("java.io.tmpdir", "/temporary"));

        assertThat(config.cacheDirectory()).isEqualTo(Path.of("/temporary/retort-cache"));
        assertThat(config.cacheSize().asLongValue()).isEqualTo(20L << 30);
        assertThat(config.parentPid()).isEmpty();
        assertThat(config.topicReplicas()).isEmpty();
    }

    @Test
    void readsEveryKey() {
        ServiceConfig config = ConfigReader.read(
                ServiceConfig.class,
                Map.of(
                        "retort.cache-directory", "/cache",
                        "retort.cache-size", "500M",
                        "retort.parent-pid", "4711",
                        "retort.topic-replicas", "3"));

        assertThat(config.cacheDirectory()).isEqualTo(Path.of("/cache"));
        assertThat(config.cacheSize().asLongValue()).isEqualTo(500L << 20);
        assertThat(config.parentPid()).contains(4711L);
        assertThat(config.topicReplicas()).contains((short) 3);
    }
}
