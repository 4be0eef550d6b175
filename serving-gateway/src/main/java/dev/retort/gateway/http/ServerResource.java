package dev.retort.gateway.http;

import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.http.Inference.ServerLive;
import dev.retort.gateway.http.Inference.ServerMetadata;
import dev.retort.gateway.http.Inference.ServerReady;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The server in the open inference protocol. */
@Path("/v2")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Open inference protocol")
public class ServerResource {
    private final ChampionFollower champion;
    private final String version;

    ServerResource(ChampionFollower champion, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.champion = champion;
        this.version = version;
    }

    @GET
    @Operation(summary = "What this server is")
    public ServerMetadata server() {
        return new ServerMetadata("retort", version, List.of("binary_tensor_data", "classification"));
    }

    @GET
    @Path("/health/live")
    @Operation(summary = "200 while the server runs")
    public ServerLive live() {
        return new ServerLive(true);
    }

    @GET
    @Path("/health/ready")
    @Operation(summary = "200 once a model answers, 503 before")
    public Response ready() {
        try (Lease lease = champion.lease().orElse(null)) {
            boolean ready = lease != null && lease.model().trouble().isEmpty();
            return Response.status(ready ? 200 : ApiException.UNAVAILABLE)
                    .entity(new ServerReady(ready))
                    .build();
        }
    }
}
