package dev.retort.kit.log;

import dev.retort.contracts.DeadLetter;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.EventCodec;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Puts aside what cannot be read, with the reason, so that the reader can go on. */
@ApplicationScoped
public class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final String service;
    private final MessageSender sender;
    private final MeterRegistry metrics;

    DeadLetters(
            @ConfigProperty(name = "quarkus.application.name") String service,
            MessageSender sender,
            MeterRegistry metrics) {
        this.service = service;
        this.sender = sender;
        this.metrics = metrics;
    }

    public void send(ConsumerRecord<?, byte[]> record, MalformedMessageException why) {
        LOG.errorf(
                "%s[%d]@%d goes to the dead letters: %s: %s",
                record.topic(), record.partition(), record.offset(), why.reason(), why.getMessage());
        count(record.topic(), why);
        sender.send(DeadLetter.of(
                service,
                record.topic(),
                record.partition(),
                record.offset(),
                KafkaRecords.headers(record.headers()),
                record.value(),
                why));
    }

    /**
     * Puts aside an event that can be read, but not followed.
     *
     * @param key of the dead letter; one that names what is wrong keeps it once however often the log is read
     */
    public void send(Event event, String key, MalformedMessageException why) {
        LOG.errorf("%s goes to the dead letters: %s: %s", event, why.reason(), why.getMessage());
        count(event.topic(), why);
        sender.send(DeadLetter.of(service, new EventCodec(service).encode(event), key, why));
    }

    private void count(String topic, MalformedMessageException why) {
        metrics.counter(
                        "retort.dead.letters",
                        "topic",
                        topic,
                        "reason",
                        why.reason().name())
                .increment();
    }
}
