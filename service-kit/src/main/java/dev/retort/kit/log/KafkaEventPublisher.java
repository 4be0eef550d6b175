package dev.retort.kit.log;

import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.EventCodec;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

@ApplicationScoped
class KafkaEventPublisher implements EventPublisher {
    private final EventCodec codec;
    private final MessageSender sender;

    KafkaEventPublisher(@ConfigProperty(name = "quarkus.application.name") String service, MessageSender sender) {
        this.codec = new EventCodec(service);
        this.sender = sender;
    }

    @Override
    public void publish(Event event) {
        sender.send(codec.encode(event));
    }
}
