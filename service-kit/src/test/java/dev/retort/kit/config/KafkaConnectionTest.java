package dev.retort.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class KafkaConnectionTest {
    private final KafkaConnection open = new KafkaConnection(Map.of("bootstrap.servers", "kafka:9092"));
    private final KafkaConnection secured =
            new KafkaConnection(Map.of("bootstrap.servers", "kafka:9092", "security.protocol", "SASL_SSL"));

    @Test
    void handsEverySettingToClientsAndWaitsTwoMinutesUnlessToldOtherwise() {
        assertThat(secured.properties())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("default.api.timeout.ms", 120_000);
        assertThat(new KafkaConnection(Map.of("default.api.timeout.ms", "5")).properties())
                .containsEntry("default.api.timeout.ms", "5");
    }

    @Test
    void namesTheSettingsToCheckWhenTheBrokerRefusesTheLogin() {
        assertThat(secured.explain(new SaslAuthenticationException("no such user")))
                .contains("refuses us")
                .contains("no such user")
                .contains("kafka.sasl.*");
    }

    @Test
    void asksWhetherALoginIsWantedOnlyOfThoseThatHaveNone() {
        TimeoutException silence = new TimeoutException("no node");

        assertThat(open.explain(silence)).contains("no node").contains("kafka.security.protocol is not set");
        assertThat(secured.explain(silence)).contains("no node").doesNotContain("is not set");
    }
}
