package dev.retort.eval.http;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.eval.domain.Standings;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.store.LocalDiskException;
import dev.retort.kit.store.StoreRefusedException;
import dev.retort.kit.store.StoreUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

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

    /** Something that is read from store or log. */
    @FunctionalInterface
    interface Reading<T> {
        T get() throws InterruptedException;
    }

    /** @throws WebApplicationException 503 with the reason where store, log or disk do not let it be read now */
    static <T> T available(Reading<T> reading) {
        try {
            return reading.get();
        } catch (StoreUnavailableException
                | StoreRefusedException
                | BrokerUnavailableException
                | LocalDiskException e) {
            throw refusal(Response.Status.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal(Response.Status.SERVICE_UNAVAILABLE, "the service stops");
        }
    }

    /** @throws WebApplicationException as {@link #available}; 404 with the reason where what is kept of a version is damaged */
    static <T> T readable(Reading<T> reading) {
        try {
            return available(reading);
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
