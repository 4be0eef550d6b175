package dev.retort.gateway.djlserving;

import dev.retort.contracts.Digest;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.onnx.UnusableModelException;
import dev.retort.gateway.config.BackendKind;
import dev.retort.gateway.config.DjlServingConfig;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.domain.TensorNames;
import dev.retort.gateway.engine.Backend;
import dev.retort.gateway.engine.ModelSession;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Models compute in a DJL Serving process; this one queues, batches, checks and swaps. */
@ApplicationScoped
class DjlServingBackend implements Backend {
    private final Vertx vertx;
    private final GatewayConfig gateway;
    private final DjlServingConfig config;
    private @Nullable RemoteModels models;

    DjlServingBackend(Vertx vertx, GatewayConfig gateway, DjlServingConfig config) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.config = config;
    }

    @Override
    public BackendKind kind() {
        return BackendKind.DJL_SERVING;
    }

    /** Says at once what is missing. */
    void start(@Observes StartupEvent event) {
        if (gateway.backend() == BackendKind.DJL_SERVING) {
            modelStore();
        }
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        if (models != null) {
            models.close();
        }
    }

    @Override
    public List<? extends ModelSession> open(Digest version, Path onnx, int count)
            throws RefusedModelException, IOException {
        try (OnnxModel here = OnnxModel.open(onnx, gateway.threads())) {
            RemoteModel model = models().load(version, onnx, count);
            try {
                TensorNames names = new TensorNames(here.inputName(), here.outputName());
                DjlServingSession session =
                        new DjlServingSession(model, here.input(), here.classes(), names, gateway.deadline());
                SameAnswers.require(here, session);
                return Stream.generate(() -> session).limit(count).toList();
            } catch (RefusedModelException | RuntimeException | Error e) {
                model.close();
                throw e;
            }
        } catch (UnusableModelException e) {
            throw new RefusedModelException(String.valueOf(e.getMessage()), e);
        }
    }

    private synchronized RemoteModels models() throws IOException {
        if (models == null) {
            models = RemoteModels.connect(
                    new DjlServing(vertx, config),
                    new SharedDirectory(modelStore(), gateway.threads()),
                    config.watchInterval());
        }
        return models;
    }

    private Path modelStore() {
        return config.modelStore()
                .orElseThrow(() -> new IllegalArgumentException(
                        "retort.gateway.djl-serving.model-store is missing: name a directory that DJL Serving"
                                + " sees too"));
    }
}
