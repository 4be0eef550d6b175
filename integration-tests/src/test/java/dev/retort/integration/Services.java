package dev.retort.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.cli.http.HttpAnswer;
import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.stack.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The four services on the shared broker and store. */
final class Services implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static @Nullable Services shared;

    private final Map<Service, RunningService> services = new EnumMap<>(Service.class);

    private Services(Map<String, String> told, List<Service> which) throws IOException {
        Path folder = Files.createTempDirectory("retort-integration");
        for (Service service : which) {
            services.put(service, RunningService.start(service, told, folder.resolve(service.module())));
        }
    }

    /** For all tests that do them no harm; they end with this process. */
    static synchronized Services shared() throws IOException {
        if (shared == null) {
            Services started = new Services(told(), List.of(Service.values()));
            started.awaitUp();
            shared = started;
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        }
        return shared;
    }

    /**
     * Some of their own. They need a broker of their own: on the shared one they would do the work of the shared ones.
     *
     * @param changes of what they are told of the store
     */
    static Services start(String bootstrapServers, Map<String, String> changes, Service... which) throws IOException {
        Map<String, String> told = told();
        told.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        told.putAll(changes);
        return new Services(told, List.of(which));
    }

    /** Some of their own, on what they are told of. */
    static Services on(Map<String, String> told, Service... which) throws IOException {
        return new Services(told, List.of(which));
    }

    private static Map<String, String> told() throws IOException {
        Containers containers = Containers.shared();
        Map<String, String> told = new HashMap<>();
        told.put("KAFKA_BOOTSTRAP_SERVERS", containers.kafkaOfServices());
        told.put("RETORT_STORE_ENDPOINT", containers.storeOfServices());
        told.put("RETORT_STORE_ACCESS_KEY", Containers.ACCESS_KEY);
        told.put("RETORT_STORE_SECRET_KEY", Containers.SECRET_KEY);
        return told;
    }

    RunningService the(Service service) {
        return Objects.requireNonNull(services.get(service), service.module());
    }

    List<RunningService> all() {
        return new ArrayList<>(services.values());
    }

    /** A gateway without a model counts as up. */
    void awaitUp() {
        for (RunningService service : services.values()) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(service.readiness()).matches(readiness -> readiness.isUp(), "is up"));
        }
    }

    /** The run's id. */
    String submit(String yaml) throws IOException, InterruptedException {
        HttpAnswer answer = HttpCalls.post(
                the(Service.TEACHER).at("/runs"), "application/yaml", yaml.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.isSuccess()).as(answer.reason()).isTrue();
        return answer.json().path("run").asText();
    }

    @Override
    public void close() {
        services.values().forEach(RunningService::close);
    }
}
