package dev.retort.gateway.http;

import dev.retort.contracts.event.PromotionEvent;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.http.Inference.ModelMetadata;
import dev.retort.gateway.http.Inference.OutputTensor;
import dev.retort.gateway.http.Inference.TensorMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the open inference protocol asks of a model. The one model is {@code champion}; its version changes with each
 * promotion, and a request that names a version is refused unless that is the one that answers.
 */
@ApplicationScoped
class Inferences {
    static final String EXAMPLE = """
            {"id": "1", "inputs": [{"name": "input", "datatype": "FP32", "shape": [1, 3, 32, 32], "data": [0.5, 0.25]}]}
            """;

    private static final String FP32 = "FP32";

    private final ChampionFollower champion;
    private final RequestReader reader;

    Inferences(ChampionFollower champion, GatewayConfig config) {
        this.champion = champion;
        this.reader = new RequestReader(config.greatestBatch());
    }

    ModelMetadata metadata(String model, Optional<String> version) {
        try (Lease lease = leased(model, version)) {
            ServedModel answering = lease.model();
            return new ModelMetadata(
                    PromotionEvent.CHAMPION,
                    List.of(answering.version().hex()),
                    "onnx_onnxv1",
                    List.of(new TensorMetadata(OnnxExport.INPUT, FP32, shape(-1, answering.input()))),
                    List.of(new TensorMetadata(OnnxExport.OUTPUT, FP32, List.of(-1L, classes(answering)))));
        }
    }

    Response ready(String model, Optional<String> version) {
        try {
            leased(model, version).close();
            return Response.ok(new Inference.ModelReady(model, true)).build();
        } catch (ApiException e) {
            if (e.status() != ApiException.UNAVAILABLE) {
                throw e;
            }
            return Response.status(ApiException.UNAVAILABLE)
                    .entity(new Inference.ModelReady(model, false))
                    .build();
        }
    }

    Inference.Response infer(String model, Optional<String> version, byte @Nullable [] body) {
        Inference.Request request = RequestReader.parse(body);
        try (Lease lease = leased(model, version)) {
            ServedModel answering = lease.model();
            RequestReader.Images images = reader.images(request, answering.input());
            float[] logits = answering.logits(images.data().values(), images.count());
            return new Inference.Response(
                    request.id(),
                    PromotionEvent.CHAMPION,
                    answering.version().hex(),
                    List.of(output(logits, images.count(), classes(answering))));
        }
    }

    private static OutputTensor output(float[] logits, long images, long classes) {
        List<Float> data = new ArrayList<>(logits.length);
        for (float logit : logits) {
            data.add(logit);
        }
        return new OutputTensor(OnnxExport.OUTPUT, FP32, List.of(images, classes), data);
    }

    private static List<Long> shape(long images, ImageShape image) {
        return List.of(images, (long) image.channels(), (long) image.height(), (long) image.width());
    }

    private static long classes(ServedModel model) {
        return model.manifest().classes().size();
    }

    private Lease leased(String model, Optional<String> version) {
        if (!model.equals(PromotionEvent.CHAMPION)) {
            throw new ApiException(404, "no model '" + model + "': there is '" + PromotionEvent.CHAMPION + "'");
        }
        Lease lease = champion.lease().orElseThrow(() -> ApiException.unavailable(champion.absence()));
        String answering = lease.model().version().hex();
        if (version.filter(asked -> !asked.equals(answering)).isPresent()) {
            lease.close();
            throw new ApiException(404, "no version '%s': %s answers".formatted(version.get(), answering));
        }
        return lease;
    }
}
