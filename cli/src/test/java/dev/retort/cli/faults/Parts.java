package dev.retort.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.cli.http.HttpAnswer;
import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.process.Readiness;
import dev.retort.cli.process.ServiceGroup;
import dev.retort.cli.process.ServiceLaunches;
import dev.retort.cli.process.ServiceProcess;
import dev.retort.cli.stack.DataFolder;
import dev.retort.cli.stack.Installation;
import dev.retort.cli.stack.Service;
import dev.retort.local.LocalBroker;
import dev.retort.local.LocalStore;
import dev.retort.local.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The four services as processes, and broker and store in this one, where a test can stop and start them. */
final class Parts implements AutoCloseable {
    /** Kafka's timeouts at a quarter of their defaults, so that an outage that is longer than they takes seconds. */
    static final Duration FOR_A_REQUEST = Duration.ofMillis(7500);

    static final Duration FOR_A_PLACE_IN_THE_BUFFER = Duration.ofSeconds(15);
    private static final Duration FOR_A_CALL = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** The gateway answers without. */
    private static final List<Service> NEEDY = List.of(Service.TEACHER, Service.TRAINER, Service.EVALUATION);

    private final DataFolder folder;
    private final int brokerPort = Ports.free();
    private final int storePort = Ports.free();
    private final List<String> restarts = new ArrayList<>();
    private final ServiceGroup services = new ServiceGroup(restarts::add);
    private final Map<Service, URI> addresses = new EnumMap<>(Service.class);
    private @Nullable LocalBroker broker;
    private @Nullable LocalStore store;

    /** The services first; broker and store come when they are started. */
    Parts(Path data) {
        folder = DataFolder.open(data);
        ServiceLaunches launches = new ServiceLaunches(
                new Installation(Path.of("..").toAbsolutePath().normalize()),
                folder,
                "127.0.0.1:" + brokerPort,
                "http://127.0.0.1:" + storePort,
                folder.datasets(),
                Map.of(
                        "KAFKA_REQUEST_TIMEOUT_MS", String.valueOf(FOR_A_REQUEST.toMillis()),
                        "KAFKA_MAX_BLOCK_MS", String.valueOf(FOR_A_PLACE_IN_THE_BUFFER.toMillis()),
                        "KAFKA_DEFAULT_API_TIMEOUT_MS", String.valueOf(FOR_A_CALL.toMillis())));
        for (Service service : Service.values()) {
            ServiceProcess.Launch launch = launches.of(service, Ports.free());
            addresses.put(service, launch.address());
            services.start(launch);
        }
    }

    void startBroker() {
        broker = LocalBroker.start(folder.path().resolve("kafka"), brokerPort);
    }

    void startStore() {
        store = LocalStore.start(folder.store(), storePort);
    }

    void stopBroker() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    void stopStore() {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    RunLog log() {
        return new RunLog("127.0.0.1:" + brokerPort, this::requireNoneDied);
    }

    Path bucket() {
        return folder.store().resolve(LocalStore.BUCKET);
    }

    private void requireNoneDied() {
        services.revive();
        assertThat(restarts).as("services that died").isEmpty();
    }

    /** A gateway without a model counts as ready. */
    void awaitReady() throws InterruptedException {
        services.awaitReady(PATIENCE);
        requireNoneDied();
    }

    /** The gateway has a model. */
    void awaitServing() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(readiness(Service.GATEWAY)).isEqualTo(new Readiness.Ready()));
    }

    private Readiness readiness(Service service) throws InterruptedException {
        return Readiness.ask(address(service));
    }

    private URI address(Service service) {
        return Objects.requireNonNull(addresses.get(service), service.module());
    }

    /** For so long every service lives. */
    void assertAllLiveFor(Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            assertUnready("broker");
            for (Service service : Service.values()) {
                assertThat(HttpCalls.get(address(service).resolve("/q/health/live"))
                                .status())
                        .as(service + " is live")
                        .isEqualTo(200);
            }
            requireNoneDied();
        }
    }

    /** Services that come up before broker and store do not fall over, and say what they wait for. */
    void awaitWaiting() {
        for (Service service : NEEDY) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(readiness(service).words())
                            .contains("broker")
                            .contains("object store"));
        }
        requireNoneDied();
    }

    /** Those that cannot work without it say that they are not ready, and why. */
    void assertUnready(String check) throws InterruptedException {
        for (Service service : NEEDY) {
            assertThat(readiness(service).words()).contains("not ready").contains(check);
        }
    }

    void submit(String yaml) throws IOException, InterruptedException {
        HttpAnswer answer = HttpCalls.post(
                address(Service.TEACHER).resolve("/runs"), "application/yaml", yaml.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.reason()).isEqualTo(202);
    }

    @Override
    public void close() {
        services.close();
        stopBroker();
        stopStore();
        folder.close();
    }
}
