package dev.retort.eval.http;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.eval.app.Comparisons;
import dev.retort.eval.domain.Champion;
import dev.retort.eval.domain.Standings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Everything that was scored, best first; two versions side by side. */
@Path("/leaderboard")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class LeaderboardResource {
    private final Standings standings;
    private final Versions versions;
    private final Comparisons comparisons;

    LeaderboardResource(Standings standings, Versions versions, Comparisons comparisons) {
        this.standings = standings;
        this.versions = versions;
        this.comparisons = comparisons;
    }

    @GET
    @Operation(summary = "Model versions, best first; by held-out accuracy unless asked otherwise")
    public List<LeaderboardEntry> leaderboard(
            @Parameter(description = "only versions of this run") @RestQuery @Nullable String run,
            @Parameter(
                            description =
                                    "accuracy, test-accuracy, top-five, likelihood, brier, calibration, calibrated,"
                                            + " calibrated-likelihood, calibrated-brier, least-recall, latency, p99, throughput, memory,"
                                            + " teacher-agreement, champion-agreement, size, parameters or multiply-adds")
                    @RestQuery
                    @DefaultValue("accuracy")
                    String sort) {
        LeaderboardOrder order = LeaderboardOrder.named(sort)
                .orElseThrow(() -> Versions.refusal(
                        Response.Status.BAD_REQUEST,
                        "sort '%s' is unknown; there are %s".formatted(sort, LeaderboardOrder.names())));
        return LeaderboardEntry.rank(evaluations(run), order, champion());
    }

    @GET
    @Path("/seeds")
    @Operation(
            summary =
                    "Of runs with several seeds: mean and deviation of each arm, paired differences from the baseline,"
                            + " p of the paired t-test and of the exact sign-flip test, both two-sided")
    public List<RunSeeds> seeds(@Parameter(description = "only this run") @RestQuery @Nullable String run) {
        return RunSeeds.of(evaluations(run));
    }

    private List<EvaluationCompleted> evaluations(@Nullable String run) {
        return standings.all().stream()
                .filter(evaluation -> run == null || run.equals(evaluation.run()))
                .toList();
    }

    /** Two versions and, of each split that both have answered, who was right. */
    public record SideBySide(
            LeaderboardEntry a,
            LeaderboardEntry b,
            Comparisons.@Nullable Pairing heldOut,
            Comparisons.@Nullable Pairing test) {}

    @GET
    @Path("/comparison")
    @Operation(summary = "Two versions side by side, by what they said to the same images; neither is run again")
    public SideBySide compare(
            @Parameter(description = "a version or its first digits") @RestQuery @DefaultValue("") String a,
            @Parameter(description = "a version or its first digits") @RestQuery @DefaultValue("") String b) {
        EvaluationCompleted one = versions.find(a);
        EvaluationCompleted other = versions.find(b);
        Comparisons.Pairings pairings = Versions.readable(() -> comparisons.compare(one, other));
        return new SideBySide(entry(1, one), entry(2, other), pairings.heldOut(), pairings.test());
    }

    private LeaderboardEntry entry(int place, EvaluationCompleted evaluation) {
        return LeaderboardEntry.of(
                place,
                evaluation,
                champion().filter(evaluation.modelVersion()::equals).isPresent());
    }

    private Optional<Digest> champion() {
        return standings.champion(PromotionEvent.CHAMPION).map(Champion::modelVersion);
    }
}
