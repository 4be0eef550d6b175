package dev.retort.eval.http;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationDetails;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.ExportPrecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One model version.
 *
 * @param rank from 1, in the order that was asked for
 * @param promotable whether it may become champion; teachers and baselines may not
 * @param champion whether it is what the gateway answers with
 * @param precision arithmetic of the artefact
 * @param details null for versions that were scored before there were any
 */
public record LeaderboardEntry(
        int rank,
        Digest modelVersion,
        String run,
        Role role,
        String arm,
        String network,
        long step,
        boolean last,
        EvaluationCompleted.Score heldOut,
        EvaluationCompleted.Score test,
        long parameters,
        long multiplyAdds,
        long artefactBytes,
        boolean promotable,
        boolean champion,
        Instant evaluatedAt,
        ExportPrecision precision,
        @Nullable EvaluationDetails details) {

    static List<LeaderboardEntry> rank(
            List<EvaluationCompleted> evaluations, LeaderboardOrder order, Optional<Digest> champion) {
        List<LeaderboardEntry> entries = new ArrayList<>();
        for (EvaluationCompleted evaluation :
                evaluations.stream().sorted(order.bestFirst()).toList()) {
            boolean isChampion = champion.equals(Optional.of(evaluation.modelVersion()));
            entries.add(of(entries.size() + 1, evaluation, isChampion));
        }
        return List.copyOf(entries);
    }

    static LeaderboardEntry of(int rank, EvaluationCompleted evaluation, boolean champion) {
        return new LeaderboardEntry(
                rank,
                evaluation.modelVersion(),
                evaluation.run(),
                evaluation.role(),
                evaluation.arm(),
                evaluation.network(),
                evaluation.step(),
                evaluation.last(),
                evaluation.heldOut(),
                evaluation.test(),
                evaluation.parameters(),
                evaluation.multiplyAdds(),
                evaluation.artefactBytes(),
                evaluation.promotable(),
                champion,
                evaluation.at(),
                evaluation.precisionOrFp32(),
                evaluation.details());
    }
}
