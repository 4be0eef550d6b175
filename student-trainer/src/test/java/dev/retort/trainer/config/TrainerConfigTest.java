package dev.retort.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.local.testing.ConfigReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainerConfigTest {
    @Test
    void hasDefaults() {
        TrainerConfig config = ConfigReader.read(TrainerConfig.class, Map.of());

        assertThat(config.threads()).isZero();
        assertThat(config.prefetchBatches()).isEqualTo(8);
        assertThat(config.lookAheadBatches()).isEqualTo(1024);
        assertThat(config.keepCheckpoints()).isEqualTo(3);
    }

    @Test
    void readsEveryKey() {
        TrainerConfig config = ConfigReader.read(
                TrainerConfig.class,
                Map.of(
                        "retort.trainer.threads", "3",
                        "retort.trainer.prefetch-batches", "5",
                        "retort.trainer.look-ahead-batches", "7",
                        "retort.trainer.keep-checkpoints", "9"));

        assertThat(config.threads()).isEqualTo(3);
        assertThat(config.prefetchBatches()).isEqualTo(5);
        assertThat(config.lookAheadBatches()).isEqualTo(7);
        assertThat(config.keepCheckpoints()).isEqualTo(9);
    }
}
