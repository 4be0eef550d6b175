package dev.retort.kit.lifecycle;

import dev.retort.contracts.Topics;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.config.ServiceConfig;
import dev.retort.kit.log.EventLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that are missing, with the retention that folding over them needs: nothing is ever deleted. */
@ApplicationScoped
public class Topology {
    private static final Map<String, String> KEPT = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            "-1",
            TopicConfig.RETENTION_BYTES_CONFIG,
            "-1");
    private static final Map<String, String> COMPACTED =
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    /** Room for the largest message that Kafka takes by default and for the headers that say what was wrong with it. */
    private static final Map<String, String> DEAD_LETTERS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            String.valueOf(2 << 20));

    /** Pixels of a batch, and as much again for logits and the rest. */
    public static final int GREATEST_MESSAGE_BYTES = 2 * ContinuousSet.GREATEST_BATCH_BYTES;

    /** At start nobody waits for the answer, and whoever asks again can say so. */
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final KafkaConnection connection;
    private final Optional<Short> replicas;

    Topology(KafkaConnection connection, ServiceConfig config) {
        this.connection = connection;
        this.replicas = config.topicReplicas();
    }

    /** The topics of the event log and their dead letters; gives up soon when the broker is away. */
    public void ensureEventLog() throws ExecutionException, InterruptedException {
        List<NewTopic> topics = new ArrayList<>();
        for (String topic : EventLog.TOPICS) {
            boolean compacted = topic.equals(Topics.PROMOTIONS);
            topics.add(topic(topic, 1, compacted ? COMPACTED : KEPT));
            topics.add(topic(Topics.deadLetters(topic), 1, DEAD_LETTERS));
        }
        // Not folded by every service, but who sends samples needs it before anybody reads them.
        topics.add(topic(Topics.SAMPLES, 1, KEPT));
        topics.add(topic(Topics.deadLetters(Topics.SAMPLES), 1, DEAD_LETTERS));
        create(topics, new CreateTopicsOptions().timeoutMs((int) SHORT.toMillis()));
    }

    /** The log of a transfer set, kept until somebody deletes it, and its dead letters. */
    public void ensureSoftTargets(String topic, int partitions) throws ExecutionException, InterruptedException {
        create(
                List.of(topic(topic, partitions, KEPT), topic(Topics.deadLetters(topic), 1, DEAD_LETTERS)),
                new CreateTopicsOptions());
        // Only a partition's leader answers this: a batch that is sent before there is one comes back out of order.
        ends(IntStream.range(0, partitions).mapToObj(partition -> new TopicPartition(topic, partition)));
    }

    /** The log of a continuous set, whose messages hold images, and its dead letters. */
    public void ensureContinuousSet(ContinuousSet set) throws ExecutionException, InterruptedException {
        String topic = Topics.softTargets(set.id());
        Map<String, String> configs = new HashMap<>(KEPT);
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(GREATEST_MESSAGE_BYTES));
        create(
                List.of(topic(topic, 1, configs), topic(Topics.deadLetters(topic), 1, COMPACTED)),
                new CreateTopicsOptions());
        ends(Stream.of(new TopicPartition(topic, 0)));
    }

    /** By topic of the event log, the offset after its last record. */
    public Map<String, Long> eventLogEnds() throws ExecutionException, InterruptedException {
        return ends(EventLog.TOPICS.stream().map(topic -> new TopicPartition(topic, 0))).entrySet().stream()
                .collect(Collectors.toMap(
                        end -> end.getKey().topic(), end -> end.getValue().offset()));
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(Stream<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(connection.properties())) {
            Map<TopicPartition, OffsetSpec> latest =
                    partitions.collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
            return admin.listOffsets(latest).all().get();
        }
    }

    private NewTopic topic(String name, int partitions, Map<String, String> configs) {
        return new NewTopic(name, Optional.of(partitions), replicas).configs(configs);
    }

    private void create(Collection<NewTopic> topics, CreateTopicsOptions options)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(connection.properties())) {
            for (var created : admin.createTopics(topics, options).values().values()) {
                try {
                    created.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        }
    }
}
