package dev.retort.eval.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.local.testing.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationConfigTest {
    @Test
    void hasDefaults() {
        EvaluationConfig config = ConfigReader.read(EvaluationConfig.class, Map.of());

        assertThat(config.threads()).isEqualTo(1);
        assertThat(config.backlog()).isEqualTo(8);
        assertThat(config.parityImages()).isEqualTo(512);
        assertThat(config.timedInferences()).isEqualTo(100);
        assertThat(config.driftWindow()).isEqualTo(500);
        assertThat(config.driftLeastAnswers()).isEqualTo(200);
        assertThat(config.driftStabilityIndex()).isEqualTo(0.25);
        assertThat(config.driftConfidenceP()).isEqualTo(1e-6);
        assertThat(config.driftAgreement()).isEqualTo(0.5);
        assertThat(config.driftClassAgreement()).isEqualTo(0.2);
        assertThat(config.retryAfter()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void readsEveryKey() {
        EvaluationConfig config = ConfigReader.read(
                EvaluationConfig.class, Map.of("retort.eval.threads", "3", "retort.eval.retry-after", "PT2M"));

        assertThat(config.threads()).isEqualTo(3);
        assertThat(config.retryAfter()).isEqualTo(Duration.ofMinutes(2));
    }
}
