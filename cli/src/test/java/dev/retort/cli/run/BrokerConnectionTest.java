package dev.retort.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.cli.CommandFailure;
import java.util.Map;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class BrokerConnectionTest {
    private static final Map<String, String> LOGIN = Map.of(
            "KAFKA_SECURITY_PROTOCOL",
            "SASL_SSL",
            "KAFKA_SASL_JAAS_CONFIG",
            "PlainLoginModule required;",
            "KAFKA_BOOTSTRAP_SERVERS",
            "broker:1");

    @Test
    void takesTheSettingsOfAServiceFromTheEnvironment() {
        BrokerConnection broker = BrokerConnection.from(LOGIN, "kafka:9092");

        assertThat(broker.properties(Map.of("linger.ms", 50)))
                .containsOnly(
                        Map.entry("bootstrap.servers", "kafka:9092"),
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("sasl.jaas.config", "PlainLoginModule required;"),
                        Map.entry("linger.ms", 50));
    }

    @Test
    void leavesAloneWhatOthersAreTold() {
        Map<String, String> environment =
                Map.of("KAFKA_HEAP_OPTS", "-Xmx1g", "PATH", "/bin", "RETORT_STORE_BUCKET", "b");

        assertThat(BrokerConnection.from(environment, "kafka:9092")).isEqualTo(BrokerConnection.open("kafka:9092"));
    }

    @Test
    void refusesASettingOfSecurityThatThereIsNot() {
        assertThatThrownBy(() -> BrokerConnection.from(Map.of("KAFKA_SASL_MECHANISMS", "PLAIN"), "kafka:9092"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("KAFKA_SASL_MECHANISMS is set, but Kafka's clients have no setting sasl.mechanisms");
    }

    @Test
    void saysWhetherItWasRefusedOrNotAnsweredAndWhatToCheck() {
        BrokerConnection open = BrokerConnection.open("kafka:9092");
        BrokerConnection secured = BrokerConnection.from(LOGIN, "kafka:9092");

        assertThat(secured.failure(new SaslAuthenticationException("no such user")))
                .hasMessage("the broker at kafka:9092 refuses us (no such user);"
                        + " check KAFKA_SECURITY_PROTOCOL, KAFKA_SASL_* and KAFKA_SSL_*");
        assertThat(open.failure(new TimeoutException("no node")))
                .hasMessage("the broker at kafka:9092 does not answer (no node);"
                        + " no KAFKA_SECURITY_PROTOCOL is set: does it want TLS or a login?");
    }

    @Test
    void saysThatASettingCannotBe() {
        BrokerConnection wrong = BrokerConnection.from(
                Map.of("KAFKA_SECURITY_PROTOCOL", "SASL_SSL", "KAFKA_SASL_JAAS_CONFIG", "?"), "kafka:9092");

        assertThatThrownBy(wrong::requireAnswer)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("KAFKA_SASL_*");
    }
}
