package dev.retort.cli.run;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.ExportPrecision;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checkpoints of one run and their scores. */
final class ScoringStory {
    private final List<ExportPrecision> forms;
    private final Set<Digest> published = new HashSet<>();
    private final Set<Digest> ofTeachers = new HashSet<>();
    private final Map<Digest, EvaluationCompleted> scores = new LinkedHashMap<>();
    private final Map<Digest, Set<ExportPrecision>> scoredForms = new HashMap<>();
    private final Map<Digest, String> skipped = new LinkedHashMap<>();
    private final Set<Digest> decided = new HashSet<>();
    private final Map<String, Long> expectedOfArms = new HashMap<>();
    private final ActiveTime time = new ActiveTime();

    /** @param forms in which each checkpoint of a student is scored; a teacher's is in fp32 */
    ScoringStory(List<ExportPrecision> forms) {
        this.forms = List.copyOf(forms);
    }

    /** A training of so many steps will write a checkpoint after each {@code every} of them (0: none) and after the last. */
    void expect(String arm, long steps, int every) {
        expectedOfArms.put(arm, every <= 0 ? 1 : Math.ceilDiv(steps, every));
    }

    void published(CheckpointPublished checkpoint) {
        published(checkpoint.checkpoint(), checkpoint.role());
    }

    private void published(Digest checkpoint, Role role) {
        published.add(checkpoint);
        if (role == Role.TEACHER) {
            ofTeachers.add(checkpoint);
        }
    }

    void scored(EvaluationCompleted completed) {
        published(completed.checkpoint(), completed.role());
        scores.putIfAbsent(completed.modelVersion(), completed);
        scoredForms
                .computeIfAbsent(completed.checkpoint(), checkpoint -> EnumSet.noneOf(ExportPrecision.class))
                .add(completed.precisionOrFp32());
        time.mark(completed.at());
    }

    /** It will not be scored: nothing is to be waited for. */
    void skipped(CheckpointSkipped checkpoint) {
        skipped.put(checkpoint.checkpoint(), checkpoint.reason());
    }

    Optional<EvaluationCompleted> find(Digest modelVersion) {
        return Optional.ofNullable(scores.get(modelVersion));
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
        return decided.containsAll(scores.keySet());
    }

    private boolean isDone(Digest checkpoint) {
        return isScored(checkpoint) || skipped.containsKey(checkpoint);
    }

    private boolean isScored(Digest checkpoint) {
        Set<ExportPrecision> scored = scoredForms.getOrDefault(checkpoint, Set.of());
        return ofTeachers.contains(checkpoint) ? !scored.isEmpty() : scored.containsAll(forms);
    }

    private int scored() {
        return (int) scoredForms.keySet().stream().filter(this::isScored).count();
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
        List<String> left = left();
        String detail = published.isEmpty()
                ? ""
                : total > 0 ? "%d of %d".formatted(scored(), total) : "%d so far".formatted(scored());
        String skips = left.isEmpty() ? "" : ", %d skipped: %s".formatted(left.size(), left.getLast());
        return new PhaseRow("checkpoints scored", state, scored() + left.size(), total, time.total(), detail + skips);
    }

    /** Why checkpoints were left out, in the order in which that was said. */
    private List<String> left() {
        return skipped.entrySet().stream()
                .filter(checkpoint -> !isScored(checkpoint.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }
}
