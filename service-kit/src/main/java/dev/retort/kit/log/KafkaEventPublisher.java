package dev.retort.kit.log;

import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.EventCodec;
import dev.retort.contracts.event.PhaseProgressed;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

@ApplicationScoped
class KafkaEventPublisher implements EventPublisher {
    private final EventCodec codec;
    private final MessageSender sender;
    private final ProgressMetrics metrics;
    private final ReadPosition position;

    KafkaEventPublisher(
            @ConfigProperty(name = "quarkus.application.name") String service,
            MessageSender sender,
            ProgressMetrics metrics,
            ReadPosition position) {
        this.codec = new EventCodec(service);
        this.sender = sender;
        this.metrics = metrics;
        this.position = position;
    }

    @Override
    public void publish(Event event) {
        if (event instanceof PhaseProgressed progressed) {
            metrics.on(progressed);
        }
        position.wrote(sender.send(codec.encode(event)));
    }

    @Override
    public void awaitRead() throws InterruptedException {
        position.awaitWritten();
    }
}
