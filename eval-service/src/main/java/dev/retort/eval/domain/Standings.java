package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.PromotionEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All evaluations and what each alias names: a fold over the log, safe for many threads. */
public final class Standings {
    private final Map<Digest, EvaluationCompleted> byCheckpoint = new LinkedHashMap<>();
    private final Map<Digest, EvaluationCompleted> byModelVersion = new HashMap<>();
    private final Map<String, Champion> champions = new HashMap<>();

    /** A checkpoint counts once, however often the log says it. */
    public synchronized void on(EvaluationCompleted evaluation) {
        if (byCheckpoint.putIfAbsent(evaluation.checkpoint(), evaluation) == null) {
            byModelVersion.put(evaluation.modelVersion(), evaluation);
        }
    }

    /** An older record than what is known changes nothing: our own come back to us over the log. */
    public synchronized void on(PromotionEvent event) {
        Champion next = Champion.of(event);
        champions.merge(event.alias(), next, (known, other) -> other.since().isBefore(known.since()) ? known : other);
    }

    public synchronized Optional<Champion> champion(String alias) {
        return Optional.ofNullable(champions.get(alias));
    }

    public synchronized Optional<EvaluationCompleted> find(Digest modelVersion) {
        return Optional.ofNullable(byModelVersion.get(modelVersion));
    }

    /** In the order of the log. */
    public synchronized List<EvaluationCompleted> all() {
        return List.copyOf(byCheckpoint.values());
    }

    /**
     * Evaluations that no decision was taken on: a champion record settles all that was evaluated before it, because
     * decisions are taken in order, each right after its evaluation.
     */
    public synchronized List<EvaluationCompleted> undecided() {
        Instant settled = champion(PromotionEvent.CHAMPION).map(Champion::since).orElse(Instant.MIN);
        return byCheckpoint.values().stream()
                .filter(evaluation -> evaluation.at().isAfter(settled))
                .toList();
    }
}
