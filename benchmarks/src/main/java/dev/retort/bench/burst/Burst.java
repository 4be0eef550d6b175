package dev.retort.bench.burst;

import dev.retort.contracts.event.Message;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.SampleCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Noise of 3 × 32 × 32, no image twice, every second one with a label: as many as wanted, as fast as the broker takes them. */
final class Burst {
    private static final int SIDE = 32;
    private static final int CLASSES = 10;

    private final String bootstrapServers;
    private final long seed;

    /** @param seed another one for other images */
    Burst(String bootstrapServers, long seed) {
        this.bootstrapServers = bootstrapServers;
        this.seed = seed;
    }

    /**
     * Returns once the broker has all of them.
     *
     * @throws IllegalStateException if it did not take each
     */
    @SuppressWarnings("FutureReturnValueIgnored") // its callback counts
    void send(int samples) {
        AtomicLong failed = new AtomicLong();
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.LINGER_MS_CONFIG, 20),
                new StringSerializer(),
                new ByteArraySerializer())) {
            Random random = new Random(seed);
            for (int i = 0; i < samples; i++) {
                producer.send(record(random, i), (_, failure) -> failed.addAndGet(failure == null ? 0 : 1));
            }
        }
        if (failed.get() > 0) {
            throw new IllegalStateException("the broker did not take %d samples".formatted(failed.get()));
        }
    }

    private static ProducerRecord<String, byte[]> record(Random random, int number) {
        byte[] pixels = new byte[3 * SIDE * SIDE];
        random.nextBytes(pixels);
        Integer label = number % 2 == 0 ? number % CLASSES : null;
        Message message = SampleCodec.encode(new Sample("burst", 3, SIDE, SIDE, pixels, label, null, null));
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(message.topic(), message.key(), message.value());
        message.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
