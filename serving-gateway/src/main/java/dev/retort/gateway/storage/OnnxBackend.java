package dev.retort.gateway.storage;

import dev.retort.contracts.Digest;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.onnx.UnusableModelException;
import dev.retort.gateway.config.BackendKind;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.engine.Backend;
import dev.retort.gateway.engine.ModelSession;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** ONNX Runtime in this process, a session of its own for each that computes. */
@ApplicationScoped
class OnnxBackend implements Backend {
    private final int threads;

    OnnxBackend(GatewayConfig config) {
        this.threads = config.threads();
    }

    @Override
    public BackendKind kind() {
        return BackendKind.ONNXRUNTIME;
    }

    @Override
    public List<? extends ModelSession> open(Digest version, Path onnx, int count)
            throws RefusedModelException, IOException {
        List<OnnxSession> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sessions.add(new OnnxSession(OnnxModel.open(onnx, threads)));
            }
            return sessions;
        } catch (UnusableModelException e) {
            sessions.forEach(OnnxSession::close);
            throw new RefusedModelException(String.valueOf(e.getMessage()), e);
        } catch (IOException | RuntimeException | Error e) {
            sessions.forEach(OnnxSession::close);
            throw e;
        }
    }
}
