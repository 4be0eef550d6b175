package dev.retort.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.retort.cli.stack.Service;
import dev.retort.contracts.event.StartRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and a login at the broker, https at the store. Needs no container: both servers are the embedded ones. */
class SecuredIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String EXPERIMENT = """
            name: secured
            dataset: {source: drawn, trainImages: 128, testImages: 64, heldOutImages: 64}
            teacher: {network: resnet8, epochs: 1, batchSize: 32}
            transferSet: {views: 1, batchSize: 32}
            student: {network: resnet8, epochs: 1}
            arms: [{name: distilled, loss: {hardLabelWeight: 0.1, softTargetWeight: 0.9, temperature: 4}}]
            """;

    @TempDir
    Path folder;

    private SecuredServers servers;

    @BeforeEach
    void start() throws Exception {
        servers = SecuredServers.start(folder);
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void aRunGoesFromItsSubmissionToAnAnswerBehindTlsAndALogin() throws Exception {
        servers.admit("retort");
        Map<String, String> told = told(servers.brokerAs("retort"), servers.storeWithCertificate());
        try (Services services = Services.on(told, Service.values())) {
            services.awaitUp();

            String progress = submit(
                    servers.brokerAs("retort"),
                    services.the(Service.TEACHER).at("/").toString(),
                    services.the(Service.GATEWAY).at("/").toString());

            assertThat(progress).contains("First answer of a promoted student");
        }
    }

    @Test
    void whoIsNotLetInSaysSoAndGoesOnOnceItIs() throws Exception {
        Map<String, String> told = told(servers.brokerAs("stranger"), servers.store());
        try (Services services = Services.on(told, Service.TEACHER)) {
            RunningService teacher = services.the(Service.TEACHER);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(teacher.log())
                            .contains("it refuses us")
                            .contains("check kafka.security.protocol, kafka.sasl.*")
                            .contains("retort.store.trusted-certificates"));
            assertThat(teacher.isLive()).isTrue();
            assertThat(teacher.readiness().words()).contains("broker (").contains("check kafka.security.protocol");
            assertThatThrownBy(() ->
                            submit(servers.brokerAs("stranger"), teacher.at("/").toString(), "http://127.0.0.1:1"))
                    .hasMessageContaining("ended with 1")
                    .hasMessageContaining("refuses us")
                    .hasMessageContaining("check KAFKA_SECURITY_PROTOCOL, KAFKA_SASL_*");

            servers.admit("stranger");

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(teacher.readiness().words())
                            .contains("object store")
                            .doesNotContain("broker (")
                            .doesNotContain("event log"));
            try (RunLog log = new RunLog(servers.openBroker())) {
                assertThat(log.all(StartRun.class))
                        .as("submitted by one that cannot watch")
                        .isEmpty();
            }
        }
    }

    private static Map<String, String> told(Map<String, String> broker, Map<String, String> store) {
        Map<String, String> told = new HashMap<>(broker);
        told.putAll(store);
        return told;
    }

    private String submit(Map<String, String> environment, String teacher, String gateway) throws Exception {
        Path experiment = Files.writeString(folder.resolve("secured.yaml"), EXPERIMENT);
        return new Commands(ComposeFile.TOP, environment)
                .run(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        "cli/target/cli-0.1.0-SNAPSHOT.jar",
                        "submit",
                        "--experiment=" + experiment,
                        "--teacher=" + teacher,
                        "--gateway=" + gateway);
    }
}
