package dev.retort.eval.http;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.eval.domain.Standings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Supplier;

/** Model versions as people name them: by the first digits. */
@ApplicationScoped
public class Versions {
    private final Standings standings;

    Versions(Standings standings) {
        this.standings = standings;
    }

    /** @throws WebApplicationException 404 with the reason unless exactly one version begins so */
    EvaluationCompleted find(String beginning) {
        List<EvaluationCompleted> matches = standings.all().stream()
                .filter(evaluation -> evaluation.modelVersion().hex().startsWith(beginning))
                .toList();
        if (matches.size() != 1 || beginning.isEmpty()) {
            throw refusal(
                    Response.Status.NOT_FOUND,
                    "%d versions begin with '%s'; GET /leaderboard lists them".formatted(matches.size(), beginning));
        }
        return matches.getFirst();
    }

    /** @throws WebApplicationException 404 with the reason where what is kept of a version is damaged */
    static <T> T readable(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw refusal(
                    Response.Status.NOT_FOUND, "what was said to images is kept, but it is damaged: " + e.getMessage());
        }
    }

    static WebApplicationException refusal(Response.Status status, String reason) {
        return new WebApplicationException(Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(new ApiError(reason))
                .build());
    }
}
