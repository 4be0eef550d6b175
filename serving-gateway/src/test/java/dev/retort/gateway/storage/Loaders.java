package dev.retort.gateway.storage;

import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.ModelLoader;
import dev.retort.gateway.engine.Backend;
import dev.retort.kit.store.ArtefactStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;

/** The gateway's loader on a store in a directory, for tests of other packages. */
public final class Loaders {
    private Loaders() {}

    public static ArtefactStore artefacts(Path directory) {
        return new ArtefactStore(new DirectoryStore(directory.resolve("store")), directory.resolve("cache"));
    }

    public static ModelLoader of(ArtefactStore artefacts, GatewayConfig config, Backend backend) {
        return new StoredModels(artefacts, config, new SimpleMeterRegistry(), List.of(backend));
    }
}
