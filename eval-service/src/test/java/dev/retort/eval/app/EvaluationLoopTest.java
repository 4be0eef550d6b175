package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.checkpoint;
import static dev.retort.eval.Evaluations.digest;
import static dev.retort.eval.Evaluations.evaluation;
import static dev.retort.eval.Evaluations.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.score.Predictions;
import dev.retort.eval.TestConfig;
import dev.retort.eval.domain.CheckpointScorer;
import dev.retort.eval.domain.Cycles;
import dev.retort.eval.domain.Standings;
import dev.retort.eval.domain.Worklist;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.StoreUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluationLoopTest {
    private static final String EXPERIMENT = """
            name: loop
            dataset: {source: drawn, trainImages: 200, heldOutImages: 100}
            teacher: {network: resnet20, epochs: 1}
            student: {network: resnet8, epochs: 1}
            """;

    private final Worklist worklist = new Worklist();
    private final Standings standings = new Standings();
    private final Runs runs = new Runs();
    private final List<Event> published = new CopyOnWriteArrayList<>();
    private final List<Digest> refused = new CopyOnWriteArrayList<>();
    private final Map<Digest, RuntimeException> failures = new ConcurrentHashMap<>();
    private final List<Digest> asked = new CopyOnWriteArrayList<>();
    private volatile boolean decidingFails;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final EvaluationLoop loop = loop();

    private EvaluationLoop loop() {
        TestConfig config = new TestConfig();
        PatientPublisher publisher = new PatientPublisher(published::add, config);
        Promotions promotions = new Promotions(
                standings,
                new Candidacies(standings, runs, meetings(), (candidate, champion) -> Optional.empty(), new Cycles()),
                evaluation -> true,
                publisher,
                metrics,
                config,
                "test");
        return new EvaluationLoop(
                worklist,
                standings,
                runs,
                new FakeScorer(),
                publisher,
                new DecisionRetries(promotions, metrics, config),
                (checkpoint, why) -> refused.add(checkpoint.checkpoint()),
                metrics,
                config);
    }

    private Meetings meetings() {
        return new Meetings(
                standings,
                runs,
                this::answers,
                split -> Optional.of(
                        HeldOutSplit.of(200, split.images(), split.splitSeed()).heldOut()),
                (candidate, champion) -> Optional.empty());
    }

    private Optional<Predictions> answers(Digest predictions) {
        if (decidingFails) {
            throw new IllegalStateException("a defect of ours");
        }
        return Optional.empty();
    }

    private final class FakeScorer implements CheckpointScorer {
        @Override
        public EvaluationCompleted evaluate(
                CheckpointPublished checkpoint, ExportPrecision precision, Experiment experiment)
                throws MalformedMessageException {
            asked.add(checkpoint.checkpoint());
            RuntimeException failure = failures.remove(checkpoint.checkpoint());
            if (failure != null) {
                throw failure;
            }
            if (checkpoint.checkpoint().equals(digest("hungry"))) {
                throw new OutOfMemoryError("Required array size too large");
            }
            if (checkpoint.checkpoint().equals(digest("corrupt"))) {
                throw new MalformedMessageException(Reason.CORRUPT_ARTEFACT, "3 bytes");
            }
            for (String name : List.of("a", "b", "c")) {
                if (checkpoint.checkpoint().equals(digest(name))) {
                    return evaluation("run", name, 0.5, 1);
                }
            }
            throw new IllegalStateException("a defect of the scorer");
        }
    }

    @BeforeEach
    void aRun() {
        runs.on(new StartRun("run", EXPERIMENT, "test", START));
        runs.on(new TeacherTrained("run", digest("dataset"), digest("teacher"), "resnet20", START));
        worklist.started("run", List.of(ExportPrecision.FP32));
    }

    @AfterEach
    void stop() {
        loop.stop(new ShutdownEvent());
    }

    private List<Digest> scored() {
        List<Digest> versions = new ArrayList<>();
        for (Event event : published) {
            if (event instanceof EvaluationCompleted evaluation) {
                versions.add(evaluation.modelVersion());
            }
        }
        return versions;
    }

    private void offer(String... names) {
        for (String name : names) {
            worklist.published(checkpoint("run", name, false));
        }
    }

    @Test
    void isNoDeadLetterWhatWasScoredAndCannotBeDecidedOn() {
        decidingFails = true;
        offer("a", "b", "c");
        loop.start();

        await().until(() -> scored().size() == 3);
        await().until(() -> worklist.size() == 0);
        assertThat(refused).isEmpty();
        assertThat(published.stream().filter(PromotionDecided.class::isInstance))
                .as("without a champion nothing is asked of the store")
                .hasSize(1);
        assertThat(standings.isDecided(version("a"))).isTrue();
        assertThat(standings.isDecided(version("b"))).isFalse();
        assertThat(metrics.counter("retort.decisions.failed").count()).isPositive();

        decidingFails = false;
        await().until(() -> standings.isDecided(version("b")) && standings.isDecided(version("c")));
    }

    @Test
    void putsAsideACheckpointThatEndsInTheSameErrorEachTimeAndScoresTheNext() {
        offer("hungry", "a");
        loop.start();

        await().until(() -> worklist.size() == 0);
        assertThat(refused).containsExactly(digest("hungry"));
        assertThat(asked.stream().filter(digest("hungry")::equals)).hasSize(5);
        assertThat(scored()).containsExactly(version("a"));
    }

    @Test
    void putsAsideWhatCannotBeScoredAndGoesOn() {
        offer("corrupt", "unheard-of", "a");
        loop.start();

        await().until(() -> worklist.size() == 0);
        assertThat(scored()).containsExactly(version("a"));
        assertThat(refused).containsExactly(digest("corrupt"), digest("unheard-of"));
    }

    @Test
    void keepsACheckpointOnTheListWhileTheStoreIsAway() {
        failures.put(digest("a"), new StoreUnavailableException("away"));
        offer("a");
        loop.start();

        await().until(() -> scored().equals(List.of(version("a"))));
        assertThat(asked).containsExactly(digest("a"), digest("a"));
        assertThat(refused).isEmpty();
    }
}
