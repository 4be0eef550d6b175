package dev.retort.gateway.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where to go from here, for whoever opens the gateway's address in a browser. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Index")
public class IndexResource {
    private static final List<Endpoint> ENDPOINTS = List.of(
            new Endpoint("POST", "/predict", "an image, or several, in; classes out"),
            new Endpoint("GET", "/v2/models/champion", "what the model takes and gives"),
            new Endpoint(
                    "POST", "/v2/models/champion/infer", "tensors in, tensors out; over gRPC on this port as well"),
            new Endpoint("POST", "/feedback", "what an image really showed"),
            new Endpoint("GET", "/trials", "versions that are tried beside the champion"),
            new Endpoint("GET", "/q/health/live", "200 while the server runs"),
            new Endpoint("GET", "/q/health/ready", "200 once a model answers, and which one; 503 before, and why"),
            new Endpoint("GET", "/q/metrics", "figures, for Prometheus"),
            new Endpoint("GET", "/q/openapi", "all of this interface, and how to ask"));

    private final Index index;

    IndexResource(@ConfigProperty(name = "quarkus.application.version") String version) {
        this.index = new Index("retort", version, ENDPOINTS);
    }

    /** What this server is, and what it answers. */
    public record Index(String name, String version, List<Endpoint> endpoints) {}

    /** @param what one gets there */
    public record Endpoint(String method, String path, String what) {}

    @GET
    @Operation(summary = "What there is to ask here")
    public Index index() {
        return index;
    }
}
