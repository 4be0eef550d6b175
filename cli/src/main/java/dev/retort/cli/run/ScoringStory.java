package dev.retort.cli.run;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
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

    Optional<EvaluationCompleted> find(Digest modelVersion) {
        return scores.values().stream()
                .filter(score -> score.modelVersion().equals(modelVersion))
                .findFirst();
    }

    /** Whether all that is known to be published is scored, and these as well. */
    boolean covers(Collection<Digest> checkpoints) {
        return scores.keySet().containsAll(published) && scores.keySet().containsAll(checkpoints);
    }

    List<EvaluationCompleted> finals() {
        return scores.values().stream().filter(EvaluationCompleted::last).toList();
    }

    /** @param allExpected whether every training has said how many checkpoints it will write */
    PhaseRow row(boolean allExpected, boolean noMoreToCome) {
        boolean all = noMoreToCome && scores.size() == published.size() && !scores.isEmpty();
        PhaseRow.State state =
                all ? PhaseRow.State.DONE : published.isEmpty() ? PhaseRow.State.WAITING : PhaseRow.State.RUNNING;
        long expected =
                expectedOfArms.values().stream().mapToLong(Long::longValue).sum();
        long total = all ? published.size() : allExpected ? Math.max(expected, published.size()) : 0;
        String detail = published.isEmpty()
                ? ""
                : total > 0 ? "%d of %d".formatted(scores.size(), total) : "%d so far".formatted(scores.size());
        return new PhaseRow("checkpoints scored", state, scores.size(), total, time.total(), detail);
    }
}
