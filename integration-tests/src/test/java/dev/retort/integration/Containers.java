package dev.retort.integration;

import com.github.dockerjava.api.DockerClient;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import io.minio.MinioClient;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.toxiproxy.ToxiproxyContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A broker and a store. Services reach them through a proxy: its ports stay when what is behind it is stopped and started, and
 * it can be cut. The test itself has a way of its own to the broker. Gone with this process.
 */
final class Containers {
    static final String ACCESS_KEY = "retort-tests";
    static final String SECRET_KEY = "retort-tests-only";
    private static final String TOXIPROXY = "ghcr.io/shopify/toxiproxy:2.12.0";
    /** The first ports that the proxy's container publishes. */
    private static final int SERVICES_KAFKA = 8666;

    private static final String STARTS_AGAIN = """
            #!/bin/sh
            exec java $KAFKA_HEAP_OPTS -cp '/opt/kafka/libs/*' kafka.Kafka /opt/kafka/config/server.properties
            """;
    private static final int EXECUTABLE = 0777;
    private static final int SERVICES_STORE = 8667;
    private static final int TESTS_KAFKA = 8668;
    private static final int TESTS_STORE = 8669;

    private static @Nullable Containers shared;

    private final ToxiproxyContainer toxiproxy;
    private final KafkaContainer kafka;
    private final MinIOContainer store;
    private final Proxy kafkaOfServices;
    private final Proxy storeOfServices;

    private Containers() throws IOException {
        Network network = Network.newNetwork();
        toxiproxy = new ToxiproxyContainer(TOXIPROXY).withNetwork(network);
        toxiproxy.start();
        kafka = new KafkaContainer(DockerImageName.parse(ComposeFile.image("KAFKA_IMAGE"))
                        .asCompatibleSubstituteFor("apache/kafka"))
                .withNetwork(network)
                .withNetworkAliases("kafka")
                .withListener("kafka:19092", () -> address(SERVICES_KAFKA))
                .withListener("kafka:19093", () -> address(TESTS_KAFKA))
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_HEAP_OPTS", "-Xms128m -Xmx256m");
        store = new MinIOContainer(DockerImageName.parse(ComposeFile.image("STORE_IMAGE"))
                        .asCompatibleSubstituteFor("minio/minio"))
                .withNetwork(network)
                .withNetworkAliases("store")
                .withUserName(ACCESS_KEY)
                .withPassword(SECRET_KEY);
        kafka.start();
        store.start();
        ToxiproxyClient proxies = new ToxiproxyClient(toxiproxy.getHost(), toxiproxy.getControlPort());
        kafkaOfServices = proxies.createProxy("kafka", "0.0.0.0:" + SERVICES_KAFKA, "kafka:19092");
        storeOfServices = proxies.createProxy("store", "0.0.0.0:" + SERVICES_STORE, "store:9000");
        proxies.createProxy("kafka-of-tests", "0.0.0.0:" + TESTS_KAFKA, "kafka:19093");
        proxies.createProxy("store-of-tests", "0.0.0.0:" + TESTS_STORE, "store:9000");
    }

    static synchronized Containers shared() throws IOException {
        if (shared == null) {
            shared = new Containers();
        }
        return shared;
    }

    private String address(int port) {
        return toxiproxy.getHost() + ":" + toxiproxy.getMappedPort(port);
    }

    String kafkaOfServices() {
        return address(SERVICES_KAFKA);
    }

    String storeOfServices() {
        return "http://" + address(SERVICES_STORE);
    }

    String kafkaOfTests() {
        return address(TESTS_KAFKA);
    }

    /** With every right. */
    MinioClient storeOfTests() {
        return MinioClient.builder()
                .endpoint("http://" + address(TESTS_STORE))
                .credentials(ACCESS_KEY, SECRET_KEY)
                .build();
    }

    /** The services lose both, connections that are open included. */
    void cut() throws IOException {
        kafkaOfServices.disable();
        storeOfServices.disable();
    }

    void mend() throws IOException {
        kafkaOfServices.enable();
        storeOfServices.enable();
    }

    /** It is there and does not answer. */
    void pauseKafka() {
        docker().pauseContainerCmd(kafka.getContainerId()).exec();
    }

    void unpauseKafka() {
        docker().unpauseContainerCmd(kafka.getContainerId()).exec();
    }

    /** With -9 and started again, on the disk that it had; without the script that formats it, which may refuse to do so twice. */
    void crashKafka() {
        kafka.copyFileToContainer(Transferable.of(STARTS_AGAIN, EXECUTABLE), "/tmp/testcontainers_start.sh");
        crash(kafka);
    }

    void crashStore() {
        crash(store);
    }

    private static void crash(GenericContainer<?> container) {
        docker().killContainerCmd(container.getContainerId()).exec();
        docker().waitContainerCmd(container.getContainerId()).start().awaitStatusCode(1, TimeUnit.MINUTES);
        docker().startContainerCmd(container.getContainerId()).exec();
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }
}
