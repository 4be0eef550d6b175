package dev.retort.local;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Exit;

/** A Kafka broker and controller (KRaft) in this process, on loopback. The same directory holds the same topics again. */
public final class LocalBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    /** One id for one node: a directory that was formatted is found to be its own. */
    private static final String CLUSTER_ID = "cmV0b3J0LWxvY2FsLTAwMQ";

    private static final Map<String, String> SINGLE_NODE = Map.ofEntries(
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("auto.create.topics.enable", "false"),
            // The default reserves 128 MiB of cleaner buffer, for logs a thousand times as long.
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
            Map.entry("message.max.bytes", "16777216"),
            // Each of the default's 22 threads wakes three times a second when there is nothing to do. On two cores a
            // training step, whose two threads wait for each other, pays for every one of them.
            Map.entry("num.io.threads", "2"),
            Map.entry("num.network.threads", "1"));

    /**
     * Kafka ends its process when its disk fails. Ours holds more than Kafka: it is to say what happened and to stop the
     * rest. One for the process, as Kafka's own switch is.
     */
    private static final AtomicBoolean GAVE_UP = new AtomicBoolean();

    private final EmbeddedKafkaBroker broker;
    private final Path directory;
    private final int port;

    private LocalBroker(EmbeddedKafkaBroker broker, Path directory, int port) {
        this.broker = broker;
        this.directory = directory;
        this.port = port;
    }

    /** @throws LocalStackException if the directory cannot be used or the broker does not come up */
    public static LocalBroker start(Path directory) {
        return start(directory, Ports.free());
    }

    /**
     * On this port: clients of a broker that was here before find it again.
     *
     * @throws LocalStackException if the port is in use, the directory cannot be used or the broker does not come up
     */
    public static LocalBroker start(Path directory, int port) {
        Ports.requireFree(port);
        outliveKafka();
        EmbeddedKafkaBroker broker = new EmbeddedKafkaBroker()
                .withKafkaHost(HOST)
                .withKafkaPort(port)
                .withControllerPort(Ports.free())
                .withClusterId(CLUSTER_ID)
                .withDeleteLogDirsOnClose(false)
                .withAdditionalProperties(properties -> configure(properties, directory));
        try {
            Files.createDirectories(directory);
            broker.start();
            return new LocalBroker(broker, directory, port);
        } catch (IOException | RuntimeException e) {
            throw new LocalStackException(
                    "the embedded Kafka broker cannot use %s (%s): check that it is writable and the disk is not full"
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    private static void configure(Properties properties, Path directory) {
        properties.put("log.dir", directory.toString());
        properties.put("log.dirs", directory.toString());
        properties.putAll(SINGLE_NODE);
    }

    private static void outliveKafka() {
        GAVE_UP.set(false);
        Exit.setHaltProcedure((status, message) -> GAVE_UP.set(true));
        Exit.setExitProcedure((status, message) -> GAVE_UP.set(true));
    }

    /** Why the broker does not work any more, if it gave up: its disk failed or is full. */
    public Optional<String> failure() {
        return GAVE_UP.get()
                ? Optional.of(
                        "the embedded Kafka broker has given up on %s: its disk is full or fails, its log says more"
                                .formatted(directory))
                : Optional.empty();
    }

    public int port() {
        return port;
    }

    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    @Override
    public void close() {
        broker.close();
    }
}
