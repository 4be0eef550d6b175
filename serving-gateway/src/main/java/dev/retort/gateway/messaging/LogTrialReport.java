package dev.retort.gateway.messaging;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.contracts.event.TrialStart;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.domain.TrialReport;
import dev.retort.kit.log.DeadLetters;
import dev.retort.kit.log.EventPublisher;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** Says on the log what became of trials, one after the other, on a thread of its own: the broker may be away. */
@ApplicationScoped
class LogTrialReport implements TrialReport {
    private static final Logger LOG = Logger.getLogger(LogTrialReport.class);

    private final EventPublisher events;
    private final DeadLetters deadLetters;
    private final Duration pause;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("trial-report").daemon().factory());

    LogTrialReport(EventPublisher events, DeadLetters deadLetters, GatewayConfig config) {
        this.events = events;
        this.deadLetters = deadLetters;
        this.pause = config.loadRetryPause();
    }

    @Override
    public void ended(TrialEnded ended) {
        patiently("the end of the trial of " + ended.modelVersion(), () -> events.publish(ended));
    }

    @Override
    public void refused(TrialStart start, RefusedModelException why) {
        MalformedMessageException reason =
                new MalformedMessageException(Reason.CORRUPT_ARTEFACT, String.valueOf(why.getMessage()), why);
        patiently(
                "the refusal of " + start.modelVersion(),
                () -> deadLetters.send(start, start.modelVersion().hex(), reason));
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void patiently(String what, Runnable saying) {
        thread.execute(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    saying.run();
                    return;
                } catch (RuntimeException e) {
                    LOG.warnf("%s is not on the log yet (%s); trying again in %s", what, e.getMessage(), pause);
                    pause();
                }
            }
        });
    }

    private void pause() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
