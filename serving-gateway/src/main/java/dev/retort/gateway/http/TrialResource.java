package dev.retort.gateway.http;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.StartCanary;
import dev.retort.contracts.event.StartShadow;
import dev.retort.gateway.app.Trials;
import dev.retort.gateway.domain.TrialFigures;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Versions that are tried beside the champion. */
@Path("/trials")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Trials")
public class TrialResource {
    private final Trials trials;

    TrialResource(Trials trials) {
        this.trials = trials;
    }

    /**
     * A trial that is on.
     *
     * @param kind canary or shadow
     * @param answering false while the version is loaded
     * @param figures since this gateway started it; absent while the version is loaded
     */
    public record Entry(
            String kind,
            Digest modelVersion,
            double share,
            String reason,
            Instant startedAt,
            boolean answering,
            @Nullable TrialFigures figures) {}

    @GET
    @Operation(summary = "The canary and the shadow that are on, and what has been seen of them here")
    public List<Entry> trials() {
        return trials.view().stream().map(TrialResource::entry).toList();
    }

    private static Entry entry(Trials.View view) {
        String kind = switch (view.start()) {
            case StartCanary canary -> "canary";
            case StartShadow shadow -> "shadow";
        };
        return new Entry(
                kind,
                view.start().modelVersion(),
                view.start().share(),
                view.start().reason(),
                view.start().requestedAt(),
                view.figures().isPresent(),
                view.figures().orElse(null));
    }
}
