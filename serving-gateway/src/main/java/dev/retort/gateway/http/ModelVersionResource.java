package dev.retort.gateway.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A model in the open inference protocol, in one version and no other. */
@Path("/v2/models/{model}/versions/{version}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Open inference protocol")
public class ModelVersionResource {
    private final Inferences inferences;

    ModelVersionResource(Inferences inferences) {
        this.inferences = inferences;
    }

    @GET
    @Operation(summary = "What the model takes and gives")
    public Inference.ModelMetadata metadata(@PathParam("model") String model, @PathParam("version") String version) {
        return inferences.metadata(model, Optional.of(version));
    }

    @GET
    @Path("/ready")
    @Operation(summary = "200 if the model answers, 503 if none does yet")
    public Response ready(@PathParam("model") String model, @PathParam("version") String version) {
        return inferences.ready(model, Optional.of(version));
    }

    @POST
    @Path("/infer")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary =
                    "Logits of a batch of images, float [n, channels, height, width] in [0, 1]; refused unless this version answers")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Inference.Request.class),
                            example = Inferences.EXAMPLE))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Inference.Response.class)))
    @APIResponse(
            responseCode = "400",
            description = "Not a request for this model; says why",
            content = @Content(schema = @Schema(implementation = ApiError.class)))
    @APIResponse(
            responseCode = "503",
            description = "No model answers yet",
            content = @Content(schema = @Schema(implementation = ApiError.class)))
    public Inference.Response infer(
            @PathParam("model") String model, @PathParam("version") String version, byte @Nullable [] body) {
        return inferences.infer(model, Optional.of(version), body);
    }
}
