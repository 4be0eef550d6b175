package dev.retort.cli.demo;

import dev.retort.cli.run.BrokerConnection;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.sample.SampleCodec;
import dev.retort.contracts.sample.SampleMessage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Where new images go in. */
final class SamplesTopic implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;

    SamplesTopic(BrokerConnection broker) {
        producer = new KafkaProducer<>(
                broker.properties(Map.of(ProducerConfig.LINGER_MS_CONFIG, 50)),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Returns at once; what the broker does not take in two minutes is lost, as it would be with any sender. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    void send(SampleMessage sample) {
        Message message = SampleCodec.encode(sample);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(message.topic(), message.key(), message.value());
        message.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
    }

    @Override
    public void close() {
        producer.close();
    }
}
