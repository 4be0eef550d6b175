package dev.retort.gateway.http;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.http.Inference.ModelMetadata;
import dev.retort.gateway.http.Inference.TensorMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** What the open inference protocol says about a model, and whether it answers. */
@ApplicationScoped
class ModelDescriptions {
    private static final String FP32 = "FP32";

    private final ModelNames models;
    private final GatewayConfig config;

    ModelDescriptions(ModelNames models, GatewayConfig config) {
        this.models = models;
        this.config = config;
    }

    ModelMetadata metadata(String model, Optional<String> version) {
        try (Lease lease = leased(model, version)) {
            ServedModel answering = lease.model();
            long classes = answering.manifest().classes().size();
            return new ModelMetadata(
                    PromotionEvent.CHAMPION,
                    models.loaded(answering.version()).stream().map(Digest::hex).toList(),
                    "onnx_onnxv1",
                    List.of(new TensorMetadata(answering.names().input(), FP32, shape(answering.input()))),
                    List.of(new TensorMetadata(answering.names().output(), FP32, List.of(-1L, classes))));
        }
    }

    Response ready(String model, Optional<String> version) {
        try {
            requireAnswering(model, version);
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

    /** False for a model or version that there is not, too. */
    boolean answers(String model, Optional<String> version) {
        try {
            requireAnswering(model, version);
            return true;
        } catch (ApiException e) {
            return false;
        }
    }

    private void requireAnswering(String model, Optional<String> version) {
        try (Lease lease = leased(model, version)) {
            lease.model().trouble().ifPresent(reason -> {
                throw ApiException.unavailable(reason);
            });
        }
    }

    private static List<Long> shape(ImageShape image) {
        return List.of(-1L, (long) image.channels(), (long) image.height(), (long) image.width());
    }

    private Lease leased(String model, Optional<String> version) {
        try {
            return models.lease(model, version, Deadline.in(config.deadline())).join();
        } catch (CompletionException e) {
            throw Answers.refusal(e);
        }
    }
}
