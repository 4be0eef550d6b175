package dev.retort.eval.app;

import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.eval.TestConfig;
import dev.retort.eval.domain.Cycles;
import dev.retort.eval.domain.Standings;
import dev.retort.eval.domain.Worklist;
import dev.retort.eval.storage.StorageBeans;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.ArtefactStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The whole service without broker and container: what it says comes back to it as over the log. */
final class World implements AutoCloseable {
    final Standings standings = new Standings();
    final List<Event> said = new CopyOnWriteArrayList<>();
    final List<CheckpointPublished> refused = new CopyOnWriteArrayList<>();
    private final Runs runs = new Runs();
    private final Decisions decisions;
    private final EvaluationLoop loop;
    private final LogFold fold;

    World(ArtefactStore artefacts) {
        TestConfig config = new TestConfig();
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        StorageBeans storage = StorageBeans.on(artefacts);
        Worklist worklist = new Worklist();
        Cycles cycles = new Cycles();
        PatientPublisher publisher = new PatientPublisher(this::publish, config);
        Evaluator evaluator = new Evaluator(
                runs,
                storage.loader(),
                new ModelPublication(artefacts, "test"),
                storage.predictions(),
                new Blessings(artefacts, config),
                new Concord(standings, runs, storage.predictions()),
                config);
        Promotions promotions = new Promotions(
                standings,
                new Candidacies(
                        standings,
                        runs,
                        new Meetings(
                                standings,
                                runs,
                                storage.predictions(),
                                storage.datasets(),
                                new PairedTiming(artefacts, config)),
                        new RecentComparisons(cycles, runs, NothingNew.LOG, artefacts, config),
                        cycles),
                storage.checkpoints(),
                publisher,
                metrics,
                config,
                "test");
        DecisionRetries retries = new DecisionRetries(promotions, metrics, config);
        loop = new EvaluationLoop(
                worklist,
                standings,
                runs,
                evaluator,
                publisher,
                retries,
                (checkpoint, why) -> refused.add(checkpoint),
                metrics,
                config);
        decisions = new Decisions(standings, promotions, retries, loop);
        fold = new LogFold(runs, worklist, standings, cycles, decisions);
    }

    private void publish(Event event) {
        said.add(event);
        read(event);
    }

    /** As it comes over the log. */
    void read(Event event) {
        runs.on(event);
        fold.on(event);
    }

    /** All that was on the log has been read. */
    void start() {
        fold.caughtUp();
    }

    List<EvaluationCompleted> evaluations() {
        return said(EvaluationCompleted.class);
    }

    List<PromotionDecided> decisions() {
        return said(PromotionDecided.class);
    }

    List<CheckpointSkipped> skipped() {
        return said(CheckpointSkipped.class);
    }

    private <E extends Event> List<E> said(Class<E> type) {
        return said.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        loop.stop(new ShutdownEvent());
        decisions.stop();
    }
}
