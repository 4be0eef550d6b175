package dev.retort.gateway.messaging;

import dev.retort.contracts.sample.SampleCodec;
import dev.retort.contracts.sample.SampleMessage;
import dev.retort.gateway.domain.SampleLog;
import dev.retort.kit.log.MessageSender;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code retort.samples}. */
@ApplicationScoped
class KafkaSampleLog implements SampleLog {
    private final MessageSender sender;

    KafkaSampleLog(MessageSender sender) {
        this.sender = sender;
    }

    @Override
    public void append(SampleMessage message) {
        sender.send(SampleCodec.encode(message));
    }
}
