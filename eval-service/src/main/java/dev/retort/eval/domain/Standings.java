package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.experiment.Comparison.Rule;
import dev.retort.contracts.experiment.ExportPrecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All evaluations, all decisions and what each alias names: a fold over the log, safe for many threads. */
public final class Standings {
    private final Map<Form, EvaluationCompleted> byForm = new LinkedHashMap<>();
    private final Map<Digest, EvaluationCompleted> byModelVersion = new HashMap<>();
    private final Map<String, Champion> champions = new HashMap<>();
    private final Map<DecisionKey, PromotionDecided> decisions = new LinkedHashMap<>();

    private record Form(Digest checkpoint, ExportPrecision precision) {}

    /** What makes two records the same decision: our own come back to us over the log. */
    private record DecisionKey(
            String alias,
            String requestedBy,
            Instant requestedAt,
            @Nullable Digest candidate) {
        static DecisionKey of(PromotionDecided decision) {
            return new DecisionKey(
                    decision.alias(), decision.requestedBy(), decision.requestedAt(), decision.candidate());
        }
    }

    /** A form of a checkpoint counts once, however often the log says it. */
    public synchronized void on(EvaluationCompleted evaluation) {
        Form form = new Form(evaluation.checkpoint(), evaluation.precisionOrFp32());
        if (byForm.putIfAbsent(form, evaluation) == null) {
            byModelVersion.put(evaluation.modelVersion(), evaluation);
        }
    }

    public synchronized void on(PromotionDecided decision) {
        decisions.putIfAbsent(DecisionKey.of(decision), decision);
    }

    /** An older record than what is known changes nothing: our own come back to us over the log. */
    public synchronized void on(PromotionEvent event) {
        Champion next = Champion.of(event);
        champions.merge(event.alias(), next, (known, other) -> other.since().isBefore(known.since()) ? known : other);
    }

    public synchronized Optional<Champion> champion(String alias) {
        return Optional.ofNullable(champions.get(alias));
    }

    /** A checkpoint in one form. */
    public synchronized Optional<EvaluationCompleted> find(Digest checkpoint, ExportPrecision precision) {
        return Optional.ofNullable(byForm.get(new Form(checkpoint, precision)));
    }

    public synchronized Optional<EvaluationCompleted> find(Digest modelVersion) {
        return Optional.ofNullable(byModelVersion.get(modelVersion));
    }

    /** In the order of the log. */
    public synchronized List<EvaluationCompleted> all() {
        return List.copyOf(byForm.values());
    }

    /** In the order of the log, those about this version: as candidate, or as the champion that lost its place. */
    public synchronized List<PromotionDecided> decisionsOn(Digest modelVersion) {
        return decisions.values().stream()
                .filter(decision -> modelVersion.equals(decision.candidate())
                        || (decision.movesTheAlias() && modelVersion.equals(decision.champion())))
                .toList();
    }

    /** The policy has spoken on this candidate. */
    public synchronized boolean isDecided(Digest candidate) {
        return decisions.values().stream()
                .anyMatch(decision -> decision.inputs() != null && candidate.equals(decision.candidate()));
    }

    /** How many candidates have met this champion in a test, in all of its times as champion. */
    public synchronized int comparisonsWith(Digest champion) {
        return (int) decisions.values().stream()
                .filter(decision -> decision.test() != null)
                .map(PromotionDecided::inputs)
                .filter(inputs -> inputs != null && isChampion(inputs, champion))
                .count();
    }

    /**
     * The version that a champion's line of merely not being worse began with: the champion itself where it was promoted as
     * better, as the first, or by a person.
     */
    public synchronized Digest anchorOf(Digest champion) {
        Set<Digest> seen = new HashSet<>();
        Digest anchor = champion;
        while (seen.add(anchor)) {
            Digest before = replacedForBeingNotWorse(anchor);
            anchor = before == null ? anchor : before;
        }
        return anchor;
    }

    /** The champion whose place it took so; null where it took none, or was better. */
    private @Nullable Digest replacedForBeingNotWorse(Digest version) {
        return decisions.values().stream()
                .filter(decision -> decision.verdict() == Verdict.PROMOTED && version.equals(decision.candidate()))
                .reduce((first, second) -> second)
                .filter(Standings::isForBeingNotWorse)
                .map(PromotionDecided::champion)
                .orElse(null);
    }

    private static boolean isForBeingNotWorse(PromotionDecided decision) {
        DecisionInputs inputs = decision.inputs();
        return inputs != null
                && decision.test() != null
                && (inputs.recent() != null
                        || inputs.policy().comparisonOrStandard().rule() == Rule.NOT_WORSE);
    }

    private static boolean isChampion(DecisionInputs inputs, Digest version) {
        return inputs.champion() != null && inputs.champion().modelVersion().equals(version);
    }

    /** Whether a command was answered, or is older than the record of decisions and what the alias names. */
    public synchronized boolean isSettled(String alias, String requestedBy, Instant requestedAt) {
        boolean answered = decisions.values().stream()
                .anyMatch(decision -> decision.alias().equals(alias)
                        && decision.requestedBy().equals(requestedBy)
                        && decision.requestedAt().equals(requestedAt));
        return answered || isOlderThanDecisions(alias, requestedAt);
    }

    /**
     * Evaluations that no decision was taken on. Logs from before there were records of decisions know of them by the
     * champion alone: its record settles what was evaluated before it.
     */
    public synchronized List<EvaluationCompleted> undecided() {
        return byForm.values().stream()
                .filter(evaluation -> !isDecided(evaluation.modelVersion()))
                .filter(evaluation -> !isOlderThanDecisions(PromotionEvent.CHAMPION, evaluation.at()))
                .toList();
    }

    /** By alias the last decision to move it, where the alias was not moved: we were killed in between. */
    public synchronized Collection<PromotionDecided> unfinished() {
        Map<String, PromotionDecided> last = new LinkedHashMap<>();
        for (PromotionDecided decision : decisions.values()) {
            if (decision.movesTheAlias()) {
                last.merge(decision.alias(), decision, (a, b) -> b.at().isBefore(a.at()) ? a : b);
            }
        }
        List<PromotionDecided> unfinished = new ArrayList<>(last.values());
        unfinished.removeIf(decision -> !decision.at().isAfter(since(decision.alias())));
        return unfinished;
    }

    private boolean isOlderThanDecisions(String alias, Instant at) {
        Instant first = decisions.values().stream()
                .map(PromotionDecided::at)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        return at.isBefore(first) && !at.isAfter(since(alias));
    }

    private Instant since(String alias) {
        return champion(alias).map(Champion::since).orElse(Instant.MIN);
    }
}
