package dev.retort.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceProcessTest {
    @Test
    void keepsFromAServiceWhatTheShellSaysOfAnotherBrokerOrStore() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", "/bin",
                "RETORT_TEACHER_THREADS", "1",
                "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "RETORT_STORE_TRUSTED_CERTIFICATES", "/elsewhere.pem"));

        ServiceProcess.tell(environment, Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"));

        assertThat(environment)
                .containsOnly(
                        Map.entry("PATH", "/bin"),
                        Map.entry("RETORT_TEACHER_THREADS", "1"),
                        Map.entry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"));
    }
}
