package dev.retort.local;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** A Kafka broker and controller (KRaft) in this process, on loopback. The same directory holds the same topics again. */
public final class LocalBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    /** One id for one node: a directory that was formatted is found to be its own. */
    private static final String CLUSTER_ID = "cmV0b3J0LWxvY2FsLTAwMQ";

    private static final Map<String, String> SINGLE_NODE = Map.of(
            "offsets.topic.num.partitions", "1",
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "group.initial.rebalance.delay.ms", "0",
            "auto.create.topics.enable", "false",
            // The default reserves 128 MiB of cleaner buffer, for logs a thousand times as long.
            "log.cleaner.dedupe.buffer.size", "4194304",
            "message.max.bytes", "16777216");

    private final EmbeddedKafkaBroker broker;
    private final int port;

    private LocalBroker(EmbeddedKafkaBroker broker, int port) {
        this.broker = broker;
        this.port = port;
    }

    /** @throws LocalStackException if the directory cannot be used or the broker does not come up */
    public static LocalBroker start(Path directory) {
        int port = Ports.free();
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
            return new LocalBroker(broker, port);
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

    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    @Override
    public void close() {
        broker.close();
    }
}
