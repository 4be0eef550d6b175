package dev.retort.eval.http;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.eval.domain.Champion;
import dev.retort.eval.domain.Standings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Everything that was scored, best first. */
@Path("/leaderboard")
@Produces(MediaType.APPLICATION_JSON)
public class LeaderboardResource {
    private final Standings standings;

    LeaderboardResource(Standings standings) {
        this.standings = standings;
    }

    @GET
    @Operation(summary = "Model versions by held-out accuracy, best first")
    public List<LeaderboardEntry> leaderboard(
            @Parameter(description = "only versions of this run") @RestQuery @Nullable String run) {
        List<EvaluationCompleted> evaluations = standings.all().stream()
                .filter(evaluation -> run == null || run.equals(evaluation.run()))
                .toList();
        return LeaderboardEntry.rank(
                evaluations, standings.champion(PromotionEvent.CHAMPION).map(Champion::modelVersion));
    }
}
