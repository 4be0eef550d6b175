package dev.retort.kit.log;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.EventCodec;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.InvalidExperimentException;
import io.quarkus.arc.All;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Reads the event log from its beginning and hands each event to every {@link EventHandler}, on one thread. */
@ApplicationScoped
public class LogReader {
    private static final Logger LOG = Logger.getLogger(LogReader.class);

    private final EventCodec codec;
    private final List<EventHandler> handlers;
    private final DeadLetters deadLetters;
    private final ReadPosition position;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("event-log").factory());
    private volatile boolean caughtUp;

    LogReader(
            @ConfigProperty(name = "quarkus.application.name") String service,
            @All List<EventHandler> handlers,
            DeadLetters deadLetters,
            ReadPosition position) {
        this.codec = new EventCodec(service);
        this.handlers = List.copyOf(handlers);
        this.deadLetters = deadLetters;
        this.position = position;
    }

    @Incoming("retort-log")
    CompletionStage<Void> receive(ConsumerRecord<String, byte[]> record) {
        return CompletableFuture.runAsync(() -> handle(record), thread);
    }

    /** Tells where the log ended at start, by topic. */
    public void endsAt(Map<String, Long> ends) {
        position.endsAt(ends);
        thread.execute(this::announceWhenCaughtUp);
    }

    /** Whether everything that was on the log at start has been seen. */
    public boolean caughtUp() {
        return caughtUp;
    }

    /** By topic, how many offsets are still to be read. */
    public Map<String, Long> missing() {
        return position.missing();
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        try {
            Event event = decode(record);
            for (EventHandler handler : handlers) {
                dispatch(handler, event, to -> to.on(event));
            }
        } catch (MalformedMessageException e) {
            deadLetters.send(record, e);
        } finally {
            position.seen(record.topic(), record.offset());
        }
        announceWhenCaughtUp();
    }

    private Event decode(ConsumerRecord<String, byte[]> record) throws MalformedMessageException {
        Event event = codec.decode(KafkaRecords.headers(record.headers()), record.value());
        if (!event.topic().equals(record.topic())) {
            throw new MalformedMessageException(
                    Reason.UNKNOWN_TYPE, event.getClass().getSimpleName() + " does not belong on " + record.topic());
        }
        if (event instanceof StartRun start) {
            checkExperiment(start);
        }
        return event;
    }

    private static void checkExperiment(StartRun start) throws MalformedMessageException {
        try {
            ExperimentReader.read(start.experiment());
        } catch (InvalidExperimentException e) {
            throw new MalformedMessageException(Reason.OUT_OF_RANGE, String.valueOf(e.getMessage()), e);
        }
    }

    /** A handler that throws is a defect of ours; the others and the next events must not pay for it. */
    private static void dispatch(EventHandler handler, Object what, Consumer<EventHandler> call) {
        try {
            call.accept(handler);
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s failed on %s", handler.getClass().getSimpleName(), what);
        }
    }

    private void announceWhenCaughtUp() {
        if (!caughtUp && position.caughtUp()) {
            caughtUp = true;
            LOG.debug("the event log is read to its end");
            handlers.forEach(handler -> dispatch(handler, "the end of the log", EventHandler::caughtUp));
        }
    }
}
