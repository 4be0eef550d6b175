package dev.retort.eval.app;

import dev.retort.contracts.event.Event;
import dev.retort.eval.config.EvaluationConfig;
import dev.retort.kit.log.EventPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Publishes what must not be lost: goes on trying for as long as the broker is away. */
@ApplicationScoped
public class PatientPublisher {
    private static final Logger LOG = Logger.getLogger(PatientPublisher.class);

    private final EventPublisher publisher;
    private final Duration pause;

    PatientPublisher(EventPublisher publisher, EvaluationConfig config) {
        this.publisher = publisher;
        this.pause = config.retryAfter();
    }

    public void publish(Event event) throws InterruptedException {
        while (true) {
            try {
                publisher.publish(event);
                return;
            } catch (RuntimeException e) {
                LOG.warnf(
                        "%s is not on the log yet (%s); trying again in %s",
                        event.getClass().getSimpleName(), e.getMessage(), pause);
                Thread.sleep(pause);
            }
        }
    }
}
