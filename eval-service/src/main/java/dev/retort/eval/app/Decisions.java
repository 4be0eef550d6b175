package dev.retort.eval.app;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.RollBack;
import dev.retort.eval.domain.Standings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Carries out commands, on a thread of its own. At start it first catches up: a decision whose alias was not moved is
 * finished; evaluations on which no decision was taken and commands that were not answered come in the order of their times.
 * Then scoring begins.
 */
@ApplicationScoped
public class Decisions {
    private static final Logger LOG = Logger.getLogger(Decisions.class);

    private final Standings standings;
    private final Promotions promotions;
    private final DecisionRetries retries;
    private final EvaluationLoop evaluations;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("decisions").daemon().factory());
    private final List<Settled> commandsBeforeStart = new ArrayList<>();
    private boolean caughtUp;

    Decisions(Standings standings, Promotions promotions, DecisionRetries retries, EvaluationLoop evaluations) {
        this.standings = standings;
        this.promotions = promotions;
        this.retries = retries;
        this.evaluations = evaluations;
    }

    /** Something to decide, and whether that has been done, which can only be told once the log has been read. */
    private record Settled(Instant at, BooleanSupplier isSettled, Action action) {}

    private interface Action {
        void run() throws InterruptedException;
    }

    void on(Promote command) {
        accept(command.alias(), command.requestedBy(), command.requestedAt(), () -> promotions.execute(command));
    }

    void on(RollBack command) {
        accept(command.alias(), command.requestedBy(), command.requestedAt(), () -> promotions.execute(command));
    }

    private synchronized void accept(String alias, String requestedBy, Instant requestedAt, Action action) {
        if (caughtUp) {
            submit(action);
        } else {
            commandsBeforeStart.add(
                    new Settled(requestedAt, () -> standings.isSettled(alias, requestedBy, requestedAt), action));
        }
    }

    /** To be called once, when the log has been read. */
    synchronized void caughtUp() {
        caughtUp = true;
        submit(promotions::finish);
        List<Settled> open = new ArrayList<>();
        for (EvaluationCompleted evaluation : standings.undecided()) {
            open.add(new Settled(evaluation.at(), () -> false, () -> retries.decide(evaluation)));
        }
        commandsBeforeStart.stream()
                .filter(command -> !command.isSettled().getAsBoolean())
                .forEach(open::add);
        commandsBeforeStart.clear();
        open.sort(Comparator.comparing(Settled::at));
        open.forEach(item -> submit(item.action()));
        submit(evaluations::start);
    }

    private void submit(Action action) {
        thread.execute(() -> {
            try {
                action.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("a defect while deciding", e);
            }
        });
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
