package dev.retort.trainer.app;

import dev.retort.contracts.Quantity;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.RetrainingBackedOff;
import dev.retort.contracts.event.RetrainingFailed;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.distill.train.Prefetch;
import dev.retort.kit.continuous.ContinuousLog;
import dev.retort.kit.log.EventHandler;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.RunWorker;
import dev.retort.kit.run.Runs;
import dev.retort.trainer.domain.RetrainingLedger;
import dev.retort.trainer.domain.RetrainingStatus;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The cycles of runs that go on learning: those that were begun and are not at their end, and those that are to begin. When
 * one begins is said on the log before its first step.
 */
@ApplicationScoped
@Priority(900)
public class Retrainings implements EventHandler {
    private static final Logger LOG = Logger.getLogger(Retrainings.class);

    private final RetrainingLedger ledger = new RetrainingLedger();
    private final Runs runs;
    private final CycleBatches.Source log;
    private final EventPublisher publisher;
    private final MeterRegistry metrics;
    private final InstantSource clock = InstantSource.system();

    @Inject
    Retrainings(Runs runs, ContinuousLog log, EventPublisher publisher, MeterRegistry metrics) {
        this(runs, log::read, publisher, metrics);
    }

    /** @param log that holds what cycles learn from */
    Retrainings(Runs runs, CycleBatches.Source log, EventPublisher publisher, MeterRegistry metrics) {
        this.runs = runs;
        this.log = log;
        this.publisher = publisher;
        this.metrics = metrics;
        metrics.gauge("retort.retraining.paused", this, self -> self.isPaused() ? 1 : 0);
        // Known before the first one.
        metrics.counter("retort.retrainings");
        metrics.counter("retort.retraining.back.offs");
    }

    @Override
    public synchronized void on(Event event) {
        ledger.on(event);
    }

    private synchronized boolean isPaused() {
        return ledger.paused().isPresent();
    }

    /** Whether time alone may begin a cycle. */
    boolean areOpen() {
        return open().findAny().isPresent();
    }

    private Stream<RunView> open() {
        return runs.all().stream()
                .filter(run ->
                        run.status() == RunView.Status.DONE && run.experiment().continuous() != null);
    }

    /** Of each run that goes on learning, oldest first. */
    public synchronized List<RetrainingStatus> status() {
        return open().map(this::status).toList();
    }

    private RetrainingStatus status(RunView run) {
        ContinuousSpec spec = Objects.requireNonNull(run.experiment().continuous(), "it goes on learning");
        return new RetrainingStatus(
                run.run(),
                ledger.waitsFor(run.run(), spec, clock.instant()),
                ledger.cyclesOf(run.run()).stream()
                        .map(cycle -> new RetrainingStatus.Cycle(
                                cycle, run.trainedArms().contains(cycle.arm()), ledger.outcomeOf(cycle)))
                        .toList());
    }

    /** What trains the student of a cycle. */
    @FunctionalInterface
    interface Training {
        /** @param goesOn asked before each step */
        RunWorker.Work of(CycleSource source, Prefetch.Check goesOn);
    }

    /** The most urgent piece of work, by the log. */
    synchronized Optional<RunWorker.Work> next(Training training) {
        return open().flatMap(run -> next(run, training).stream()).findFirst();
    }

    private Optional<RunWorker.Work> next(RunView run, Training training) {
        ContinuousSpec spec = run.experiment().continuous();
        TransferSet old = run.transferSet();
        if (spec == null || old == null) {
            return Optional.empty();
        }
        ledger.backOff(run.run(), spec, clock.instant()).ifPresent(this::say);
        Optional<RetrainingStarted> begun = ledger.cyclesOf(run.run()).stream()
                .filter(cycle -> !run.trainedArms().contains(cycle.arm())
                        && ledger.outcomeOf(cycle).isEmpty())
                .findFirst();
        if (begun.isEmpty()) {
            ledger.due(run.run(), spec, old, clock.instant()).ifPresent(this::begin);
        }
        return begun.filter(cycle -> !isPaused()).flatMap(cycle -> work(run, cycle, training));
    }

    private Optional<RunWorker.Work> work(RunView run, RetrainingStarted cycle, Training training) {
        Optional<CycleSource> source = source(run, cycle);
        if (source.isEmpty()) {
            giveUp(cycle);
        }
        return source.map(known -> training.of(known, this::standStillIfPaused))
                .map(student -> new CycleTraining(cycle, student, publisher));
    }

    /** Both sets are told on the topic that tells of the cycle, and before it: what has not come does not come. */
    private void giveUp(RetrainingStarted cycle) {
        String reason = "set-unknown: the log names no continuous set %s or no transfer set %s of the run"
                .formatted(cycle.set(), cycle.transferSet());
        LOG.errorf("%s of run %s failed: %s", cycle.arm(), cycle.run(), reason);
        publisher.publish(new RetrainingFailed(cycle.run(), cycle.cycle(), reason, clock.instant()));
    }

    /** Once they are resumed another training goes on from the last checkpoint. */
    private void standStillIfPaused() throws InterruptedException {
        if (isPaused()) {
            throw new InterruptedException("retraining is paused");
        }
    }

    /** What a cycle that was begun learns from; empty where the log does not say. */
    synchronized Optional<CycleSource> source(RunView run, String arm) {
        return ledger.cyclesOf(run.run()).stream()
                .filter(cycle -> cycle.arm().equals(arm))
                .findFirst()
                .flatMap(cycle -> source(run, cycle));
    }

    private Optional<CycleSource> source(RunView run, RetrainingStarted cycle) {
        TransferSet old = run.transferSet();
        return old == null || !old.id().equals(cycle.transferSet())
                ? Optional.empty()
                : ledger.setOf(cycle).map(fresh -> new CycleSource(run, cycle, fresh, old, log));
    }

    /**
     * It has begun once it is read back, which wakes us. So the log decides which one it was, should the broker have taken one
     * that it did not confirm: the first.
     */
    private void begin(RetrainingStarted cycle) {
        LOG.infof("%s begins: %s", cycle.arm(), cycle.trigger());
        publisher.publish(cycle);
        metrics.counter("retort.retrainings").increment();
    }

    private void say(RetrainingBackedOff backedOff) {
        LOG.warnf(
                "%s in a row brought nothing better: the next one waits for %s, or longer than before",
                Quantity.of(backedOff.failures(), "retraining"), Quantity.of(backedOff.neededSamples(), "new sample"));
        publisher.publish(backedOff);
        metrics.counter("retort.retraining.back.offs").increment();
    }
}
