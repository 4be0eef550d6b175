package dev.retort.eval.app;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.RollBack;
import dev.retort.eval.domain.Champion;
import dev.retort.eval.domain.Standings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Carries out commands, on a thread of its own. At start it first catches up: evaluations on which no decision was taken
 * and commands that were not carried out come in the order of their times; what an alias' last record is not older than
 * has been settled before. Then scoring begins.
 */
@ApplicationScoped
public class Decisions {
    private static final Logger LOG = Logger.getLogger(Decisions.class);

    private final Standings standings;
    private final Promotions promotions;
    private final EvaluationLoop evaluations;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("decisions").daemon().factory());
    private final List<Settled> commandsBeforeStart = new ArrayList<>();
    private boolean caughtUp;

    Decisions(Standings standings, Promotions promotions, EvaluationLoop evaluations) {
        this.standings = standings;
        this.promotions = promotions;
        this.evaluations = evaluations;
    }

    /** Something to decide, and the alias and the time by which it is known whether that has been done. */
    private record Settled(String alias, Instant at, Action action) {}

    private interface Action {
        void run() throws InterruptedException;
    }

    void on(Promote command) {
        accept(new Settled(command.alias(), command.requestedAt(), () -> promotions.execute(command)));
    }

    void on(RollBack command) {
        accept(new Settled(command.alias(), command.requestedAt(), () -> promotions.execute(command)));
    }

    private synchronized void accept(Settled command) {
        if (caughtUp) {
            submit(command.action());
        } else {
            commandsBeforeStart.add(command);
        }
    }

    /** To be called once, when the log has been read. */
    synchronized void caughtUp() {
        caughtUp = true;
        List<Settled> open = new ArrayList<>();
        for (EvaluationCompleted evaluation : standings.undecided()) {
            open.add(new Settled("", evaluation.at(), () -> promotions.decide(evaluation)));
        }
        commandsBeforeStart.stream().filter(this::isOpen).forEach(open::add);
        commandsBeforeStart.clear();
        open.sort(Comparator.comparing(Settled::at));
        open.forEach(item -> submit(item.action()));
        submit(evaluations::start);
    }

    private boolean isOpen(Settled command) {
        Instant settled =
                standings.champion(command.alias()).map(Champion::since).orElse(Instant.MIN);
        return command.at().isAfter(settled);
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
