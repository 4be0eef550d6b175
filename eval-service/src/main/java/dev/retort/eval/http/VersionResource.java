package dev.retort.eval.http;

import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.distill.score.ConfusionMatrix;
import dev.retort.eval.app.Comparisons;
import dev.retort.eval.app.Lineages;
import dev.retort.eval.domain.Champion;
import dev.retort.eval.domain.PromotionDecision;
import dev.retort.eval.domain.PromotionRule;
import dev.retort.eval.domain.Qualities;
import dev.retort.eval.domain.Standings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** One model version: what was decided about it, what it was made from, how it does on each class. */
@Path("/versions/{version}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class VersionResource {
    private final Standings standings;
    private final Versions versions;
    private final Lineages lineages;
    private final Comparisons comparisons;

    VersionResource(Standings standings, Versions versions, Lineages lineages, Comparisons comparisons) {
        this.standings = standings;
        this.versions = versions;
        this.lineages = lineages;
        this.comparisons = comparisons;
    }

    /**
     * @param recomputed whether the record's inputs give the record's answer; null where a person decided, or a rule of
     *     another version
     */
    public record Decision(
            PromotionDecided record, @Nullable Boolean recomputed) {
        static Decision of(PromotionDecided record) {
            DecisionInputs inputs = record.inputs();
            if (inputs == null || inputs.ruleVersion() != PromotionRule.VERSION) {
                return new Decision(record, null);
            }
            PromotionDecision again = PromotionRule.decide(inputs);
            return new Decision(
                    record,
                    again.verdict() == record.verdict() && again.reasons().equals(record.reasons()));
        }
    }

    /** Everything that was decided about one version, oldest first. */
    public record Decisions(LeaderboardEntry version, List<Decision> decisions) {}

    @GET
    @Path("/decisions")
    @Operation(summary = "Every decision on this version, each with all that it was made from, and decided again")
    public Decisions decisions(@PathParam("version") String version) {
        EvaluationCompleted evaluation = versions.find(version);
        boolean champion = standings
                .champion(PromotionEvent.CHAMPION)
                .map(Champion::modelVersion)
                .filter(evaluation.modelVersion()::equals)
                .isPresent();
        return new Decisions(
                LeaderboardEntry.of(1, evaluation, champion),
                standings.decisionsOn(evaluation.modelVersion()).stream()
                        .map(Decision::of)
                        .toList());
    }

    @GET
    @Path("/lineage")
    @Operation(summary = "What this version was made from, back to the images, each digest checked in the store")
    public List<Lineages.Step> lineage(@PathParam("version") String version) {
        EvaluationCompleted evaluation = versions.find(version);
        return Versions.available(() -> lineages.of(evaluation))
                .orElseThrow(() -> Versions.refusal(
                        Response.Status.TOO_MANY_REQUESTS, "another lineage is being walked; ask again in a while"));
    }

    /** Null where a class has no images, or is never answered. Intervals are Wilson's, of 95 %, for each class by itself. */
    public record ClassScore(
            int label,
            @Nullable Double precision,
            @Nullable Interval precisionInterval,
            @Nullable Double recall,
            @Nullable Interval recallInterval,
            List<Integer> answers) {}

    @GET
    @Path("/classes")
    @Operation(summary = "Precision and recall with intervals, and confusion, by class on the held-out split")
    public List<ClassScore> classes(@PathParam("version") String version) {
        EvaluationCompleted evaluation = versions.find(version);
        ConfusionMatrix matrix = Versions.readable(() -> comparisons.confusion(evaluation))
                .orElseThrow(() ->
                        Versions.refusal(Response.Status.NOT_FOUND, "what this version said to images is not kept"));
        return IntStream.range(0, matrix.classes())
                .mapToObj(label -> score(matrix, label))
                .toList();
    }

    private static ClassScore score(ConfusionMatrix matrix, int label) {
        return new ClassScore(
                label,
                matrix.precision(label).stream().boxed().findFirst().orElse(null),
                matrix.precisionInterval(label, Qualities.CONFIDENCE).orElse(null),
                matrix.recall(label).stream().boxed().findFirst().orElse(null),
                matrix.recallInterval(label, Qualities.CONFIDENCE).orElse(null),
                IntStream.range(0, matrix.classes())
                        .mapToObj(answer -> matrix.count(label, answer))
                        .toList());
    }
}
