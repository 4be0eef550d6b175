package dev.retort.kit.log;

import dev.retort.contracts.event.Message;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** The one way out to the small topics: a channel on which each message names its own topic. */
@ApplicationScoped
public class MessageSender {
    private final MutinyEmitter<byte[]> emitter;

    MessageSender(@Channel("retort-out") MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    /** Returns once the broker has it. */
    public void send(Message message) {
        OutgoingKafkaRecordMetadata<String> record = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(message.topic())
                .withKey(message.key())
                .withHeaders(KafkaRecords.headers(message.headers()))
                .build();
        emitter.sendMessageAndAwait(
                org.eclipse.microprofile.reactive.messaging.Message.of(message.value(), Metadata.of(record)));
    }
}
