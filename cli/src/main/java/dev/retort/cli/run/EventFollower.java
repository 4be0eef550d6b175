package dev.retort.cli.run;

import dev.retort.cli.CommandFailure;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the event log, from its beginning or from now on. Confined to one thread. */
public final class EventFollower implements AutoCloseable {
    private static final EventCodec CODEC = new EventCodec("cli");
    private static final List<TopicPartition> LOG = Stream.of(
                    Topics.COMMANDS, Topics.PROGRESS, Topics.CHECKPOINTS, Topics.EVALUATIONS, Topics.PROMOTIONS)
            .map(topic -> new TopicPartition(topic, 0))
            .toList();

    private final KafkaConsumer<String, byte[]> consumer;

    /** On a broker that lets everybody in. */
    public EventFollower(String bootstrapServers) {
        this(BrokerConnection.open(bootstrapServers));
    }

    public EventFollower(BrokerConnection broker) {
        this.consumer = consumer(broker);
        consumer.seekToBeginning(LOG);
    }

    private EventFollower(KafkaConsumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * Of what comes from now on.
     *
     * @throws CommandFailure if the broker does not answer
     */
    public static EventFollower fromNowOn(BrokerConnection broker) {
        EventFollower follower = new EventFollower(consumer(broker));
        try {
            follower.consumer.seekToEnd(LOG);
            // Where that is it looks up only when it is asked.
            LOG.forEach(follower.consumer::position);
            return follower;
        } catch (KafkaException e) {
            follower.close();
            throw unreadable(e);
        }
    }

    private static KafkaConsumer<String, byte[]> consumer(BrokerConnection broker) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                broker.properties(Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        "false",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest")),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(LOG);
        return consumer;
    }

    /**
     * What has come, waiting for it a while. What nobody can read is left out: services put it aside.
     *
     * @throws CommandFailure if the broker refuses
     */
    public List<Event> poll(Duration patience) {
        List<Event> events = new ArrayList<>();
        try {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(patience)) {
                decode(record).ifPresent(events::add);
            }
        } catch (KafkaException e) {
            throw unreadable(e);
        }
        return events;
    }

    /**
     * Whether everything that the log holds just now has been polled.
     *
     * @throws CommandFailure if the broker does not answer
     */
    public boolean isAtEnd() {
        try {
            return consumer.endOffsets(LOG).entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    private static CommandFailure unreadable(KafkaException e) {
        return CommandFailure.failed("the broker does not let the log be read: " + e, e);
    }

    private static Optional<Event> decode(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(CODEC.decode(headers, record.value()));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
