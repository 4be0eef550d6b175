package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.evaluation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.eval.SlowStore;
import dev.retort.eval.domain.Cycles;
import dev.retort.kit.run.Runs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineagesTest {
    private static final EvaluationCompleted VERSION = evaluation("run", "student", 0.5, 1);

    private final SlowStore store = new SlowStore();

    @Test
    void walksOneLineageAtATime() throws Exception {
        Lineages lineages = new Lineages(store.store(), new Runs(), new Cycles(), NothingNew.LOG);
        Future<Optional<List<Lineages.Step>>> first = walk(lineages);
        store.awaitQuestion();

        assertThat(walk(lineages).get(10, TimeUnit.SECONDS))
                .as("another one is under way")
                .isEmpty();

        store.answer();
        assertThat(first.get(10, TimeUnit.SECONDS).orElseThrow().getFirst().verified())
                .isEqualTo(false);
        assertThat(lineages.of(VERSION)).as("it has ended").isPresent();
    }

    private static Future<Optional<List<Lineages.Step>>> walk(Lineages lineages) {
        FutureTask<Optional<List<Lineages.Step>>> walk = new FutureTask<>(() -> lineages.of(VERSION));
        Thread.ofVirtual().start(walk);
        return walk;
    }
}
