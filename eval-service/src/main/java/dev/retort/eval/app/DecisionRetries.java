package dev.retort.eval.app;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.eval.config.EvaluationConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Has evaluations decided on, again and again where that fails for a reason that nobody thought of: a checkpoint that was
 * scored is no dead letter, and what is scored must not stay undecided. The others do not wait for it.
 */
@ApplicationScoped
public class DecisionRetries {
    private static final Logger LOG = Logger.getLogger(DecisionRetries.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final int DOUBLINGS = 20;

    private final Promotions promotions;
    private final Counter failures;
    private final Duration firstPause;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("decision-retries").daemon().factory());

    DecisionRetries(Promotions promotions, MeterRegistry metrics, EvaluationConfig config) {
        this.promotions = promotions;
        this.failures = metrics.counter("retort.decisions.failed");
        this.firstPause = config.retryAfter();
    }

    /** Returns once it is decided on, or put off. */
    void decide(EvaluationCompleted evaluation) throws InterruptedException {
        decide(evaluation, 0);
    }

    private void decide(EvaluationCompleted evaluation, int failed) throws InterruptedException {
        try {
            promotions.decideWhenPossible(evaluation);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("the service stops");
            }
            failures.increment();
            Duration pause = pause(failed);
            LOG.errorf(e, "a defect while deciding on %s; trying again in %s", evaluation.modelVersion(), pause);
            // It never fails: again() hands on nothing.
            var _ = thread.schedule(() -> again(evaluation, failed + 1), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void again(EvaluationCompleted evaluation, int failed) {
        try {
            decide(evaluation, failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Twice as long each time. */
    private Duration pause(int failed) {
        Duration pause = firstPause.plusMillis(1).multipliedBy(1L << Math.min(failed, DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
