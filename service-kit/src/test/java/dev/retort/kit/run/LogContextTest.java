package dev.retort.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.RunFailed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogContextTest {
    private final List<Event> published = Collections.synchronizedList(new ArrayList<>());
    private final List<String> contexts = Collections.synchronizedList(new ArrayList<>());
    private final Queue<RunWorker.Work> due = new ArrayDeque<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final RunWorker worker =
            new RunWorker("trainer", published::add, metrics, () -> Optional.ofNullable(due.poll()));

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void logsEachPieceOfWorkUnderItsRunAndStep() {
        due.add(work("first", () -> {
            ProgressReporter progress =
                    new ProgressReporter(published::add, "first", Phase.STUDENT_TRAINING, "arm", 41, 100);
            progress.report(42, 1, Map.of());
            noteContext();
        }));
        due.add(work("second", this::noteContext));

        worker.wake();
        await().until(() -> contexts.size() == 1);
        worker.wake();
        await().until(() -> contexts.size() == 2);

        assertThat(contexts).containsExactly("first 42", "second null");
    }

    @Test
    void failsTheRunAndNotTheServiceAndCountsIt() {
        due.add(work("bad", () -> {
            throw new IllegalStateException("no such thing");
        }));
        due.add(work("good", this::noteContext));

        worker.wake();
        await().until(() -> published.size() == 1);
        worker.wake();
        await().until(() -> contexts.size() == 1);

        assertThat(published).singleElement().isInstanceOfSatisfying(RunFailed.class, failed -> {
            assertThat(failed.run()).isEqualTo("bad");
            assertThat(failed.reason()).isEqualTo("no such thing");
        });
        assertThat(metrics.get("retort.run.failures").counter().count()).isEqualTo(1);
    }

    private void noteContext() {
        contexts.add(MDC.get(LogContext.RUN) + " " + MDC.get(LogContext.STEP));
    }

    private static RunWorker.Work work(String run, Runnable action) {
        return new RunWorker.Work() {
            @Override
            public String run() {
                return run;
            }

            @Override
            public void perform() {
                action.run();
            }
        };
    }
}
