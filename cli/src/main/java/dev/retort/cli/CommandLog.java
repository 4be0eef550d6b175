package dev.retort.cli;

import dev.retort.cli.stack.RunningStack;
import dev.retort.contracts.event.Command;
import dev.retort.contracts.event.EventCodec;
import dev.retort.contracts.event.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Puts commands on the log of a running stack. */
final class CommandLog {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final EventCodec CODEC = new EventCodec("cli");

    private CommandLog() {}

    /** @throws CommandFailure if the broker does not take it */
    static void append(RunningStack stack, Command command) throws InterruptedException {
        Message message = CODEC.encode(command);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(message.topic(), message.key(), message.value());
        message.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.kafka(), ProducerConfig.MAX_BLOCK_MS_CONFIG, (int)
                        PATIENCE.toMillis()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw CommandFailure.failed(
                    "the broker at %s does not take the command: %s".formatted(stack.kafka(), e.getCause()), e);
        }
    }
}
