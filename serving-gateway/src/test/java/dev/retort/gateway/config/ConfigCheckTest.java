package dev.retort.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.retort.gateway.Configs;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCheckTest {
    @Test
    void findsNoFaultWithTheDefaults() {
        assertThat(check(Map.of()).faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "workers, 0",
        "threads, 0",
        "worker-batch, 0",
        "batch-time, 0S",
        "queue, 0",
        "deadline, 0S",
        "body-patience, 0S",
        "load-retry-pause, 0S",
        "greatest-bodies-total, 0",
        "warm-up-inferences, -1",
        "kept-versions, 0",
        "shadow-queue, 0",
        "shadow-queue-memory, 0",
        "greatest-batch, 0",
        "greatest-image-pixels, 0",
        "feedback.share, 1.5",
        "feedback.share, NaN",
        "feedback.queue, 0",
        "feedback.queue-memory, 0",
    })
    void namesTheKeyAndTheValueThatMakesNoSense(String key, String value) {
        assertThat(check(Map.of(key, value)).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault).startsWith("retort.gateway." + key + " is "));
    }

    @Test
    void endsTheStartWithAllOfThem() {
        ConfigCheck check = check(Map.of("workers", "0", "queue", "-3"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.start(new StartupEvent()))
                .withMessage("retort.gateway.workers is 0: at least 1; retort.gateway.queue is -3: at least 1");
    }

    private static ConfigCheck check(Map<String, String> values) {
        SmallRyeConfig config = Configs.with(values);
        return new ConfigCheck(
                config.getConfigMapping(GatewayConfig.class), config.getConfigMapping(FeedbackConfig.class));
    }
}
