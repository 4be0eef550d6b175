package dev.retort.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.local.testing.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
    @Test
    void hasDefaults() {
        GatewayConfig config = ConfigReader.read(GatewayConfig.class, Map.of());

        assertThat(config.threads()).isEqualTo(1);
        assertThat(config.warmUpInferences()).isEqualTo(20);
        assertThat(config.loadRetryPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.greatestBatch()).isEqualTo(256);
        assertThat(config.greatestImagePixels()).isEqualTo(50_000_000);
    }

    @Test
    void readsEveryKey() {
        GatewayConfig config = ConfigReader.read(
                GatewayConfig.class,
                Map.of(
                        "retort.gateway.threads", "3",
                        "retort.gateway.warm-up-inferences", "0",
                        "retort.gateway.load-retry-pause", "PT0.1S",
                        "retort.gateway.greatest-batch", "9",
                        "retort.gateway.greatest-image-pixels", "100"));

        assertThat(config.threads()).isEqualTo(3);
        assertThat(config.warmUpInferences()).isZero();
        assertThat(config.loadRetryPause()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.greatestBatch()).isEqualTo(9);
        assertThat(config.greatestImagePixels()).isEqualTo(100);
    }
}
