package dev.retort.gateway;

import dev.retort.distill.onnx.OnnxModel;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;
import org.slf4j.LoggerFactory;

/** Starts the service, and ONNX Runtime beside it: each takes a core for a while, and the first model needs both. */
@QuarkusMain
public final class ServingGateway {
    private ServingGateway() {}

    public static void main(String... arguments) {
        // Logging is begun by one thread: two that begin it at once wait for each other's classes for ever.
        Logger.getLogger(ServingGateway.class).debug("loading ONNX Runtime");
        // So is that of libraries: whoever asks for a logger while another thread begins gets a substitute, with a
        // warning.
        LoggerFactory.getILoggerFactory();
        // Where it fails, the first model fails as well, and says why.
        Thread.ofPlatform().name("onnx-runtime").daemon().start(OnnxModel::loadRuntime);
        Quarkus.run(arguments);
    }
}
