package dev.retort.cli.run;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import java.util.Collection;
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
    private final ActiveTime time = new ActiveTime();

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

    PhaseRow row(boolean noMoreToCome) {
        boolean all = noMoreToCome && scores.size() == published.size() && !scores.isEmpty();
        PhaseRow.State state =
                all ? PhaseRow.State.DONE : published.isEmpty() ? PhaseRow.State.WAITING : PhaseRow.State.RUNNING;
        String detail = published.isEmpty() ? "" : "%d of %d".formatted(scores.size(), published.size());
        return new PhaseRow("checkpoints scored", state, scores.size(), published.size(), time.total(), detail);
    }
}
