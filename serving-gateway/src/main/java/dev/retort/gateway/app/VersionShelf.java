package dev.retort.gateway.app;

import dev.retort.contracts.Digest;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.BackendAwayException;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.ModelLoader;
import dev.retort.gateway.domain.RecentModels;
import dev.retort.gateway.domain.RefusedModelException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Versions that are asked for by name: loaded on demand, one after the other, a few kept. */
@ApplicationScoped
public class VersionShelf {
    private static final Logger LOG = Logger.getLogger(VersionShelf.class);

    /** Loads that may wait; whoever asks for more versions at once is told to come again. */
    private static final int WAITING = 4;

    private final ModelLoader loader;
    private final RecentModels models;
    private final Map<Digest, CompletableFuture<Void>> loading = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("version-shelf").daemon().factory());

    VersionShelf(ModelLoader loader, GatewayConfig config) {
        this.loader = loader;
        this.models = new RecentModels(config.keptVersions());
    }

    /** Empty unless the version is loaded. */
    public Optional<Lease> lease(Digest version) {
        return models.lease(version);
    }

    /** Those that are loaded beside the champion. */
    public List<Digest> versions() {
        return models.versions();
    }

    /**
     * Completes when the version is loaded, with RefusedModelException when it can never be, with BackendAwayException when it
     * cannot be now, and with RejectedExecutionException when too many others are being loaded.
     */
    public CompletableFuture<Void> load(Digest version) {
        CompletableFuture<Void> loaded = loading.computeIfAbsent(version, this::begin);
        if (loaded.isCompletedExceptionally()) {
            loading.remove(version, loaded);
        }
        return loaded.copy();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
        models.clear();
    }

    private CompletableFuture<Void> begin(Digest version) {
        CompletableFuture<Void> loaded = new CompletableFuture<>();
        try {
            thread.execute(() -> load(version, loaded));
            return loaded;
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void load(Digest version, CompletableFuture<Void> loaded) {
        try {
            models.add(loader.load(version));
            loaded.complete(null);
        } catch (RefusedModelException | BackendAwayException e) {
            loaded.completeExceptionally(e);
        } catch (Exception | Error e) {
            // The store is away, or there is no memory: no fault of the version, nor of who asks for it.
            LOG.warnf(e, "version %s cannot be loaded now", version);
            loaded.completeExceptionally(new BackendAwayException(
                    "version %s cannot be loaded now: %s".formatted(version.abbreviated(), e.getMessage()), e));
        } finally {
            loading.remove(version, loaded);
        }
    }
}
