package dev.retort.kit.log;

import dev.retort.contracts.event.Message;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** The one way out to the small topics: a channel on which each message names its own topic. */
@ApplicationScoped
public class MessageSender {
    private final MutinyEmitter<byte[]> emitter;

    MessageSender(@Channel("retort-out") MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    /**
     * Returns where it is on the log once the broker has it.
     *
     * @throws BrokerUnavailableException if it is away for two minutes
     */
    public RecordMetadata send(Message message) {
        OutgoingKafkaRecordMetadata<String> record = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(message.topic())
                .withKey(message.key())
                .withHeaders(KafkaRecords.headers(message.headers()))
                .build();
        OutgoingMessageMetadata<RecordMetadata> sent = new OutgoingMessageMetadata<>();
        try {
            emitter.sendMessageAndAwait(
                    org.eclipse.microprofile.reactive.messaging.Message.of(message.value(), Metadata.of(record, sent)));
            return sent.getResult();
        } catch (KafkaException e) {
            throw new BrokerUnavailableException(
                    "the broker did not take a message for %s (%s): check that it runs, is reachable and has space"
                            .formatted(message.topic(), e.getMessage()),
                    e);
        }
    }
}
