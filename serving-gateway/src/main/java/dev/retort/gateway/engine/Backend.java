package dev.retort.gateway.engine;

import dev.retort.contracts.Digest;
import dev.retort.gateway.config.BackendKind;
import dev.retort.gateway.domain.RefusedModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where models compute. */
public interface Backend {
    BackendKind kind();

    /**
     * A model, loaded, as often as it shall compute beside itself. Closing the last session unloads it.
     *
     * @param onnx a file whose digest has been checked
     * @throws RefusedModelException if it can never be loaded
     * @throws IOException or {@link dev.retort.gateway.domain.BackendAwayException} if it cannot be loaded now
     */
    List<? extends ModelSession> open(Digest version, Path onnx, int sessions)
            throws RefusedModelException, IOException;
}
