package dev.retort.gateway.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A model in the open inference protocol, in one version and no other. */
@Path("/v2/models/{model}/versions/{version}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Open inference protocol")
public class ModelVersionResource {
    private final ModelDescriptions models;

    ModelVersionResource(ModelDescriptions models) {
        this.models = models;
    }

    @GET
    @Operation(summary = "What the model takes and gives")
    public Inference.ModelMetadata metadata(@PathParam("model") String model, @PathParam("version") String version) {
        return models.metadata(model, Optional.of(version));
    }

    @GET
    @Path("/ready")
    @Operation(summary = "200 if the model answers, 503 if none does yet")
    public Response ready(@PathParam("model") String model, @PathParam("version") String version) {
        return models.ready(model, Optional.of(version));
    }
}
