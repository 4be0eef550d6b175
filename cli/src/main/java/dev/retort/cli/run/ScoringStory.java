package dev.retort.cli.run;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.PromotionDecided;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checkpoints of one run and their scores. */
final class ScoringStory {
    private final Set<Digest> published = new HashSet<>();
    private final Map<Digest, EvaluationCompleted> scores = new LinkedHashMap<>();
    private final Set<Digest> skipped = new HashSet<>();
    private final Set<Digest> decided = new HashSet<>();
    private final Map<String, Long> expectedOfArms = new HashMap<>();
    private final ActiveTime time = new ActiveTime();

    /** A training of so many steps will write a checkpoint after each {@code every} of them (0: none) and after the last. */
    void expect(String arm, long steps, int every) {
        expectedOfArms.put(arm, every <= 0 ? 1 : Math.ceilDiv(steps, every));
    }

    void published(CheckpointPublished checkpoint) {
        published.add(checkpoint.checkpoint());
    }

    void scored(EvaluationCompleted completed) {
        published.add(completed.checkpoint());
        scores.putIfAbsent(completed.checkpoint(), completed);
        time.mark(completed.at());
    }

    /** It will not be scored: nothing is to be waited for. */
    void skipped(CheckpointSkipped checkpoint) {
        skipped.add(checkpoint.checkpoint());
    }

    Optional<EvaluationCompleted> find(Digest modelVersion) {
        return scores.values().stream()
                .filter(score -> score.modelVersion().equals(modelVersion))
                .findFirst();
    }

    /** Whether all that is known to be published is scored, and these as well. */
    boolean covers(Collection<Digest> checkpoints) {
        return checkpoints.stream().allMatch(this::isDone) && published.stream().allMatch(this::isDone);
    }

    void decided(PromotionDecided decision) {
        if (decision.inputs() != null && decision.candidate() != null) {
            decided.add(decision.candidate());
        }
    }

    /** Whether the policy has spoken on every version that was scored. */
    boolean isDecided() {
        return scores.values().stream().map(EvaluationCompleted::modelVersion).allMatch(decided::contains);
    }

    private boolean isDone(Digest checkpoint) {
        return scores.containsKey(checkpoint) || skipped.contains(checkpoint);
    }

    List<EvaluationCompleted> finals() {
        return scores.values().stream().filter(EvaluationCompleted::last).toList();
    }

    /** @param allExpected whether every training has said how many checkpoints it will write */
    PhaseRow row(boolean allExpected, boolean noMoreToCome) {
        boolean all = noMoreToCome && published.stream().allMatch(this::isDone) && !scores.isEmpty();
        PhaseRow.State state =
                all ? PhaseRow.State.DONE : published.isEmpty() ? PhaseRow.State.WAITING : PhaseRow.State.RUNNING;
        long expected =
                expectedOfArms.values().stream().mapToLong(Long::longValue).sum();
        long total = all ? published.size() : allExpected ? Math.max(expected, published.size()) : 0;
        int left = left();
        String detail = published.isEmpty()
                ? ""
                : total > 0 ? "%d of %d".formatted(scores.size(), total) : "%d so far".formatted(scores.size());
        String skips = left == 0 ? "" : ", %d skipped: newer ones came faster".formatted(left);
        return new PhaseRow("checkpoints scored", state, scores.size() + left, total, time.total(), detail + skips);
    }

    private int left() {
        return (int) skipped.stream()
                .filter(checkpoint -> !scores.containsKey(checkpoint))
                .count();
    }
}
