package dev.retort.eval.messaging;

import dev.retort.eval.domain.AnswerFeed;
import dev.retort.kit.config.KafkaConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Opens readers of {@code retort.samples}. */
@ApplicationScoped
class SampleFeeds implements AnswerFeed.Source {
    /** A window's worth of pixels is some megabytes: it need not come at once. */
    private static final int FETCH_BYTES = 4 << 20;

    private final KafkaConnection connection;

    SampleFeeds(KafkaConnection connection) {
        this.connection = connection;
    }

    @Override
    public AnswerFeed open(int answers) {
        Map<String, Object> properties = new HashMap<>(connection.properties());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        return new SampleFeed(
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()), answers);
    }
}
