package dev.retort.gateway;

import dev.retort.distill.onnx.OnnxModel;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the service, and ONNX Runtime beside it: each takes a core for a while, and the first model needs both. */
@QuarkusMain
public final class ServingGateway {
    private ServingGateway() {}

    public static void main(String... arguments) {
        // Where it fails, the first model fails as well, and says why.
        Thread.ofPlatform().name("onnx-runtime").daemon().start(OnnxModel::loadRuntime);
        Quarkus.run(arguments);
    }
}
