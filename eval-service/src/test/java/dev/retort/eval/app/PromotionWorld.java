package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.answers;
import static dev.retort.eval.Evaluations.details;
import static dev.retort.eval.Evaluations.digest;
import static dev.retort.eval.Evaluations.evaluation;
import static dev.retort.eval.Evaluations.version;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.score.Predictions;
import dev.retort.eval.TestConfig;
import dev.retort.eval.domain.Cycles;
import dev.retort.eval.domain.RecentAnswers;
import dev.retort.eval.domain.Standings;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.StoreUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two runs on one dataset, what was scored of them and decided on it, and what came of that. */
final class PromotionWorld {
    /** To be given a name, and more. */
    static final String EXPERIMENT = """
            name: %s
            dataset: {source: drawn, trainImages: 200, heldOutImages: 100}
            teacher: {network: resnet20, epochs: 1}
            student: {network: resnet8, epochs: 1}
            """;

    final Standings standings = new Standings();
    final Runs runs = new Runs();
    final Cycles cycles = new Cycles();
    final List<Event> published = new ArrayList<>();
    final Map<Digest, Predictions> store = new HashMap<>();
    final Set<Digest> pruned = new HashSet<>();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Promotions promotions = promotions(standings);
    /** So often, before it answers. */
    int storeIsAway;

    @Nullable
    Digest unreadable;

    PromotionWorld() {
        for (String run : List.of("first", "second")) {
            begin(run, EXPERIMENT.formatted(run) + "promotion: {minimumAccuracy: 0.3}", "dataset");
        }
    }

    void begin(String run, String experiment, String dataset) {
        runs.on(new StartRun(run, experiment, "test", START));
        runs.on(new TeacherTrained(run, digest(dataset), digest("teacher"), "resnet20", START));
    }

    Promotions promotions(Standings fold) {
        return promotions(fold, (candidate, champion) -> Optional.empty());
    }

    Promotions promotions(Standings fold, RecentAnswers recent) {
        return new Promotions(
                fold,
                new Candidacies(fold, runs, meetings(fold), recent, cycles),
                this::hasCheckpoint,
                new PatientPublisher(published::add, new TestConfig()),
                metrics,
                new TestConfig(),
                "test");
    }

    private Meetings meetings(Standings fold) {
        return new Meetings(
                fold,
                runs,
                this::find,
                split -> Optional.of(
                        HeldOutSplit.of(200, split.images(), split.splitSeed()).heldOut()),
                (candidate, champion) -> Optional.empty());
    }

    private boolean hasCheckpoint(EvaluationCompleted evaluation) {
        if (storeIsAway-- > 0) {
            throw new StoreUnavailableException("away");
        }
        return !pruned.contains(evaluation.checkpoint());
    }

    private Optional<Predictions> find(Digest predictions) {
        if (storeIsAway-- > 0) {
            throw new StoreUnavailableException("away");
        }
        if (predictions.equals(unreadable)) {
            throw new IllegalArgumentException("held-out.bin: 3 bytes are not 100 images");
        }
        return Optional.ofNullable(store.get(predictions));
    }

    /** Scored with so many of 100 images right, and decided on. */
    EvaluationCompleted evaluated(String run, String name, int right, int second) throws InterruptedException {
        EvaluationCompleted evaluation = evaluation(run, name, right / 100.0, second);
        store.put(details(name).predictions(), answers(right));
        standings.on(evaluation);
        promotions.decideWhenPossible(evaluation);
        return evaluation;
    }

    Promote promote(String name) {
        return new Promote("champion", version(name), "because", "anna", START.plusSeconds(100));
    }

    List<Digest> moves() {
        return published.stream()
                .filter(PromotionEvent.class::isInstance)
                .map(event -> ((PromotionEvent) event).modelVersion())
                .toList();
    }

    List<PromotionDecided> decisions() {
        return published.stream()
                .filter(PromotionDecided.class::isInstance)
                .map(PromotionDecided.class::cast)
                .toList();
    }
}
