package dev.retort.eval.app;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.eval.config.EvaluationConfig;
import dev.retort.eval.domain.CheckpointScorer;
import dev.retort.eval.domain.RefusalReport;
import dev.retort.eval.domain.RepeatedErrors;
import dev.retort.eval.domain.Standings;
import dev.retort.eval.domain.Worklist;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.outage.Outage;
import dev.retort.kit.run.LogContext;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.LocalDiskException;
import dev.retort.kit.store.StoreRefusedException;
import dev.retort.kit.store.StoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Scores one checkpoint after the other on a thread of its own, and has each decided on before the next. */
@ApplicationScoped
public class EvaluationLoop {
    private static final Logger LOG = Logger.getLogger(EvaluationLoop.class);

    private final Worklist worklist;
    private final Standings standings;
    private final Runs runs;
    private final CheckpointScorer scorer;
    private final PatientPublisher publisher;
    private final DecisionRetries decisions;
    private final RefusalReport refusals;
    private final MeterRegistry metrics;
    private final Duration retryAfter;
    private final int backlog;
    private final RepeatedErrors errors = new RepeatedErrors();
    private final Outage trouble = new Outage(LOG, "what scoring needs");
    private final Thread thread =
            Thread.ofPlatform().name("evaluation").daemon().unstarted(this::run);

    EvaluationLoop(
            Worklist worklist,
            Standings standings,
            Runs runs,
            CheckpointScorer scorer,
            PatientPublisher publisher,
            DecisionRetries decisions,
            RefusalReport refusals,
            MeterRegistry metrics,
            EvaluationConfig config) {
        this.worklist = worklist;
        this.standings = standings;
        this.runs = runs;
        this.scorer = scorer;
        this.publisher = publisher;
        this.decisions = decisions;
        this.refusals = refusals;
        this.metrics = metrics;
        this.retryAfter = config.retryAfter();
        this.backlog = Math.max(1, config.backlog());
        metrics.gauge("retort.evaluations.waiting", worklist, Worklist::size);
        // Known before the first one is skipped.
        metrics.counter("retort.evaluations.skipped");
    }

    /** To be called once, when the log has been read. */
    public void start() {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                skipOvertaken();
                CheckpointPublished next = worklist.take();
                MDC.put(LogContext.RUN, next.run());
                MDC.put(LogContext.STEP, next.step());
                try {
                    process(next);
                    trouble.over();
                } catch (RuntimeException e) {
                    // Store, broker or disk: not the checkpoint's fault, so it stays on the list.
                    pause(e);
                } catch (Error e) {
                    // Memory, maybe: not the checkpoint's fault either, unless it happens each time.
                    if (errors.isTheCheckpoint(next.checkpoint(), e)) {
                        refuse(next, new MalformedMessageException(Reason.UNEXPECTED, "each time it fails: " + e, e));
                    } else {
                        pause(e);
                    }
                } finally {
                    MDC.remove(LogContext.RUN);
                    MDC.remove(LogContext.STEP);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause(Throwable why) throws InterruptedException {
        trouble.failed(why.getMessage() == null ? why.toString() : why.getMessage());
        Thread.sleep(retryAfter);
    }

    private void skipOvertaken() throws InterruptedException {
        for (CheckpointPublished overtaken : worklist.overtaken(backlog)) {
            String reason = "more than %d checkpoints of its arm wait to be scored, and it is not the newest"
                    .formatted(backlog);
            LOG.warnf("%s step %d is skipped: %s", overtaken.arm(), overtaken.step(), reason);
            skip(overtaken, reason);
        }
    }

    private void skip(CheckpointPublished checkpoint, String reason) throws InterruptedException {
        publisher.publish(new CheckpointSkipped(
                checkpoint.run(), checkpoint.arm(), checkpoint.step(), checkpoint.checkpoint(), reason, Instant.now()));
        worklist.finished(checkpoint.checkpoint());
        metrics.counter("retort.evaluations.skipped").increment();
    }

    private void process(CheckpointPublished checkpoint) throws InterruptedException {
        if (Arm.isCycle(checkpoint.arm()) && !checkpoint.last()) {
            skip(checkpoint, "of a retraining only the last checkpoint is a candidate");
            return;
        }
        Experiment experiment = runs.find(checkpoint.run()).orElseThrow().experiment();
        for (ExportPrecision precision : worklist.missing(checkpoint)) {
            Optional<EvaluationCompleted> evaluation = score(checkpoint, precision, experiment);
            if (evaluation.isEmpty()) {
                return;
            }
            complete(evaluation.get());
            decisions.decide(evaluation.get());
        }
    }

    /** Empty where it cannot be scored, which has then been said. */
    private Optional<EvaluationCompleted> score(
            CheckpointPublished checkpoint, ExportPrecision precision, Experiment experiment)
            throws InterruptedException {
        try {
            long started = System.nanoTime();
            EvaluationCompleted evaluation = scorer.evaluate(checkpoint, precision, experiment);
            metrics.timer("retort.evaluation").record(Duration.ofNanos(System.nanoTime() - started));
            return Optional.of(evaluation);
        } catch (MalformedMessageException e) {
            refuse(checkpoint, e);
        } catch (StoreUnavailableException
                | StoreRefusedException
                | BrokerUnavailableException
                | LocalDiskException e) {
            throw e;
        } catch (RuntimeException e) {
            stopIfInterrupted();
            LOG.errorf(e, "a defect while scoring %s", checkpoint);
            refuse(checkpoint, new MalformedMessageException(Reason.UNEXPECTED, "unexpected failure: " + e, e));
        }
        return Optional.empty();
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("the service stops");
        }
    }

    private void complete(EvaluationCompleted evaluation) throws InterruptedException {
        publisher.publish(evaluation);
        worklist.scored(evaluation.checkpoint(), evaluation.precisionOrFp32());
        standings.on(evaluation);
        LOG.info(String.format(
                Locale.ROOT,
                "%s step %d, %s: held-out accuracy %.4f, test accuracy %.4f, NLL %.4f; version %s",
                evaluation.arm(),
                evaluation.step(),
                evaluation.precisionOrFp32(),
                evaluation.heldOut().accuracy(),
                evaluation.test().accuracy(),
                evaluation.heldOut().negativeLogLikelihood(),
                evaluation.modelVersion().abbreviated()));
    }

    /** Beside the dead letter an event, so that nobody waits for a score. */
    private void refuse(CheckpointPublished checkpoint, MalformedMessageException why) throws InterruptedException {
        refusals.refused(checkpoint, why);
        skip(checkpoint, "it cannot be scored: " + why.getMessage());
    }
}
