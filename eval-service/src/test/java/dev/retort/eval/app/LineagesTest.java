package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.evaluation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.eval.domain.Cycles;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.ObjectMissingException;
import dev.retort.kit.store.ObjectStore;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineagesTest {
    private static final EvaluationCompleted VERSION = evaluation("run", "student", 0.5, 1);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);

    /** Whatever is asked of it, it answers that it is not there, and not before it may. */
    private ObjectStore slowStore() {
        return (ObjectStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ObjectStore.class}, (store, method, arguments) -> {
                    asked.countDown();
                    answered.await();
                    throw new ObjectMissingException("there is no such object");
                });
    }

    @Test
    void walksOneLineageAtATime() throws Exception {
        Lineages lineages = new Lineages(slowStore(), new Runs(), new Cycles());
        Future<Optional<List<Lineages.Step>>> first = walk(lineages);
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(walk(lineages).get(10, TimeUnit.SECONDS))
                .as("another one is under way")
                .isEmpty();

        answered.countDown();
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
