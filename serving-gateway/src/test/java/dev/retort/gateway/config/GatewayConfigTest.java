package dev.retort.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.local.testing.ConfigReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
    @Test
    void hasDefaults() {
        GatewayConfig config = ConfigReader.read(GatewayConfig.class, Map.of());

        assertThat(config.threads()).isEqualTo(1);
        assertThat(config.batchTime()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.warmUpInferences()).isEqualTo(5);
        assertThat(config.loadRetryPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.greatestBatch()).isEqualTo(256);
        assertThat(config.greatestImagePixels()).isEqualTo(16_777_216);
        assertThat(config.shadowQueue()).isEqualTo(256);
        assertThat(config.shadowQueueMemory().asLongValue()).isEqualTo(64L * 1024 * 1024);
    }

    @Test
    void computesInThisProcessUnlessToldOtherwise() {
        assertThat(ConfigReader.read(GatewayConfig.class, Map.of()).backend()).isEqualTo(BackendKind.ONNXRUNTIME);
        assertThat(ConfigReader.read(GatewayConfig.class, Map.of("retort.gateway.backend", "djl-serving"))
                        .backend())
                .isEqualTo(BackendKind.DJL_SERVING);
    }

    @Test
    void readsEveryKeyOfDjlServing() {
        DjlServingConfig usual = ConfigReader.read(DjlServingConfig.class, Map.of());
        DjlServingConfig config = ConfigReader.read(
                DjlServingConfig.class,
                Map.of(
                        "retort.gateway.djl-serving.address", "http://serving:1",
                        "retort.gateway.djl-serving.management-address", "http://serving:2",
                        "retort.gateway.djl-serving.model-store", "/models",
                        "retort.gateway.djl-serving.register-patience", "PT3S",
                        "retort.gateway.djl-serving.watch-interval", "PT4S"));

        assertThat(usual.address()).isEqualTo(URI.create("http://127.0.0.1:8085"));
        assertThat(usual.managementAddress()).isEmpty();
        assertThat(usual.modelStore()).isEmpty();
        assertThat(config.address()).isEqualTo(URI.create("http://serving:1"));
        assertThat(config.managementAddress()).contains(URI.create("http://serving:2"));
        assertThat(config.modelStore()).contains(Path.of("/models"));
        assertThat(config.registerPatience()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.watchInterval()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void readsEveryKey() {
        GatewayConfig config = ConfigReader.read(
                GatewayConfig.class,
                Map.of(
                        "retort.gateway.threads", "3",
                        "retort.gateway.batch-time", "PT0.005S",
                        "retort.gateway.warm-up-inferences", "0",
                        "retort.gateway.load-retry-pause", "PT0.1S",
                        "retort.gateway.greatest-batch", "9",
                        "retort.gateway.shadow-queue", "5",
                        "retort.gateway.shadow-queue-memory", "1K",
                        "retort.gateway.greatest-image-pixels", "100"));

        assertThat(config.threads()).isEqualTo(3);
        assertThat(config.batchTime()).isEqualTo(Duration.ofMillis(5));
        assertThat(config.warmUpInferences()).isZero();
        assertThat(config.loadRetryPause()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.greatestBatch()).isEqualTo(9);
        assertThat(config.shadowQueue()).isEqualTo(5);
        assertThat(config.shadowQueueMemory().asLongValue()).isEqualTo(1024);
        assertThat(config.greatestImagePixels()).isEqualTo(100);
    }

    @Test
    void samplesNothingUnlessTold() {
        FeedbackConfig none = ConfigReader.read(FeedbackConfig.class, Map.of());
        FeedbackConfig some = ConfigReader.read(
                FeedbackConfig.class,
                Map.of(
                        "retort.gateway.feedback.share", "0.25",
                        "retort.gateway.feedback.queue", "7",
                        "retort.gateway.feedback.queue-memory", "2K"));

        assertThat(none.share()).isZero();
        assertThat(none.queue()).isEqualTo(256);
        assertThat(none.queueMemory().asLongValue()).isEqualTo(64L * 1024 * 1024);
        assertThat(some.share()).isEqualTo(0.25);
        assertThat(some.queue()).isEqualTo(7);
        assertThat(some.queueMemory().asLongValue()).isEqualTo(2048);
    }
}
