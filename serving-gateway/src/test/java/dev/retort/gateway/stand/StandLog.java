package dev.retort.gateway.stand;

import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.EventCodec;
import dev.retort.contracts.event.Message;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Says on the log what the eval-service and people say there. */
final class StandLog implements AutoCloseable {
    private final EventCodec codec = new EventCodec("stand");
    private final KafkaProducer<String, byte[]> producer;

    StandLog(String bootstrapServers) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
    }

    /** Returns when the broker has it. */
    void append(Event event) throws InterruptedException {
        Message message = codec.encode(event);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(message.topic(), message.key(), message.value());
        message.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not take " + event, e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
