package dev.retort.gateway.http;

import dev.retort.contracts.event.PromotionEvent;
import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.http.Inference.ModelMetadata;
import dev.retort.gateway.http.Inference.OutputTensor;
import dev.retort.gateway.http.Inference.ServerMetadata;
import dev.retort.gateway.http.Inference.TensorMetadata;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The open inference protocol, version 2, with JSON tensors; its one model is {@code champion}. */
@Path("/v2")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Open inference protocol")
public class InferenceResource {
    private static final String OUTPUT = "logits";

    private final ChampionFollower champion;
    private final GatewayConfig config;
    private final String version;

    InferenceResource(
            ChampionFollower champion,
            GatewayConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.champion = champion;
        this.config = config;
        this.version = version;
    }

    @GET
    @Operation(summary = "What this server is")
    public ServerMetadata server() {
        return new ServerMetadata("retort", version, List.of());
    }

    @GET
    @Path("/health/live")
    @Operation(summary = "200 while the server runs")
    public Response live() {
        return Response.ok().build();
    }

    @GET
    @Path("/health/ready")
    @Operation(summary = "200 once a model answers, 503 before")
    public Response ready() {
        try (Lease lease = champion.lease().orElse(null)) {
            return Response.status(lease == null ? 503 : 200).build();
        }
    }

    @GET
    @Path("/models/{model}/ready")
    @Operation(summary = "200 if the model answers")
    public Response modelReady(@PathParam("model") String model) {
        requireChampion(model);
        return ready();
    }

    @GET
    @Path("/models/{model}")
    @Operation(summary = "What the model takes and gives")
    public ModelMetadata metadata(@PathParam("model") String model) {
        requireChampion(model);
        try (Lease lease = leased(Optional.empty())) {
            ImageShape shape = lease.model().input();
            return new ModelMetadata(
                    PromotionEvent.CHAMPION,
                    List.of(lease.model().version().hex()),
                    "onnx_onnxv1",
                    List.of(new TensorMetadata(
                            "input", "FP32", List.of(-1L, (long) shape.channels(), (long) shape.height(), (long)
                                    shape.width()))),
                    List.of(new TensorMetadata(OUTPUT, "FP32", List.of(-1L, (long)
                            lease.model().manifest().classes().size()))));
        }
    }

    @POST
    @Path("/models/{model}/infer")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @Operation(summary = "Logits of a batch of images, float [n, channels, height, width] in [0, 1]")
    public Inference.Response infer(@PathParam("model") String model, Inference.@Nullable Request request) {
        requireChampion(model);
        return answer(request, Optional.empty());
    }

    @POST
    @Path("/models/{model}/versions/{version}/infer")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @Operation(summary = "The same, refused unless this version is the one that answers")
    public Inference.Response infer(
            @PathParam("model") String model,
            @PathParam("version") String version,
            Inference.@Nullable Request request) {
        requireChampion(model);
        return answer(request, Optional.of(version));
    }

    private Inference.Response answer(Inference.@Nullable Request request, Optional<String> version) {
        if (request == null) {
            throw ApiException.badRequest("the body is empty");
        }
        checkOutputs(request);
        try (Lease lease = leased(version)) {
            ServedModel model = lease.model();
            InputReader.Images input = new InputReader(model.input(), config.greatestBatch()).read(request);
            float[] logits = model.logits(input.pixels(), input.count());
            List<Float> data = new ArrayList<>(logits.length);
            for (float logit : logits) {
                data.add(logit);
            }
            long classes = model.manifest().classes().size();
            OutputTensor output = new OutputTensor(OUTPUT, "FP32", List.of((long) input.count(), classes), data);
            return new Inference.Response(
                    request.id(), PromotionEvent.CHAMPION, model.version().hex(), List.of(output));
        }
    }

    private static void checkOutputs(Inference.Request request) {
        List<Inference.RequestedOutput> outputs = request.outputs();
        if (outputs == null) {
            return;
        }
        for (Inference.RequestedOutput output : outputs) {
            if (output == null || !OUTPUT.equals(output.name())) {
                throw ApiException.badRequest("unknown output: the model's is '" + OUTPUT + "'");
            }
        }
    }

    private Lease leased(Optional<String> version) {
        Lease lease = champion.lease().orElseThrow(ApiException::noChampion);
        if (version.isPresent() && !version.get().equals(lease.model().version().hex())) {
            lease.close();
            throw new ApiException(404, "version " + version.get() + " is not the one that answers");
        }
        return lease;
    }

    private static void requireChampion(String model) {
        if (!model.equals(PromotionEvent.CHAMPION)) {
            throw new ApiException(404, "no model '" + model + "': there is '" + PromotionEvent.CHAMPION + "'");
        }
    }
}
