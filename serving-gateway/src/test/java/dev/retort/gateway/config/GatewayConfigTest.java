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
        assertThat(config.shadowQueue()).isEqualTo(256);
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
                        "retort.gateway.shadow-queue", "5",
                        "retort.gateway.greatest-image-pixels", "100"));

        assertThat(config.threads()).isEqualTo(3);
        assertThat(config.warmUpInferences()).isZero();
        assertThat(config.loadRetryPause()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.greatestBatch()).isEqualTo(9);
        assertThat(config.shadowQueue()).isEqualTo(5);
        assertThat(config.greatestImagePixels()).isEqualTo(100);
    }

    @Test
    void samplesNothingUnlessTold() {
        FeedbackConfig none = ConfigReader.read(FeedbackConfig.class, Map.of());
        FeedbackConfig some = ConfigReader.read(
                FeedbackConfig.class,
                Map.of("retort.gateway.feedback.share", "0.25", "retort.gateway.feedback.queue", "7"));

        assertThat(none.share()).isZero();
        assertThat(none.queue()).isEqualTo(256);
        assertThat(some.share()).isEqualTo(0.25);
        assertThat(some.queue()).isEqualTo(7);
    }
}
