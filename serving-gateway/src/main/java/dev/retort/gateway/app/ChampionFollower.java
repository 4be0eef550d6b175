package dev.retort.gateway.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.gateway.domain.Champion;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.kit.log.EventHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the champion what the log says it is. The last record counts: versions that were passed over while one was loading
 * are never loaded. A version that cannot be loaded is refused, and the one before goes on answering.
 */
@ApplicationScoped
public class ChampionFollower implements EventHandler {
    private static final Logger LOG = Logger.getLogger(ChampionFollower.class);

    private final Champion champion = new Champion();
    private final ModelLoader loader;
    private final MeterRegistry metrics;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("champion-follower").factory());
    private volatile @Nullable Digest wanted;
    private volatile @Nullable Digest refused;
    private volatile boolean caughtUp;

    ChampionFollower(ModelLoader loader, MeterRegistry metrics) {
        this.loader = loader;
        this.metrics = metrics;
    }

    @Override
    public void on(Event event) {
        if (event instanceof PromotionEvent promotion && promotion.alias().equals(PromotionEvent.CHAMPION)) {
            wanted = promotion.modelVersion();
            if (caughtUp) {
                thread.execute(this::follow);
            }
        }
    }

    @Override
    public void caughtUp() {
        caughtUp = true;
        thread.execute(this::follow);
    }

    /** Empty before the first promotion. */
    public Optional<Lease> lease() {
        return champion.lease();
    }

    /** What the log names, answering or not. */
    public Optional<Digest> wanted() {
        return Optional.ofNullable(wanted);
    }

    /** The last version that could not be loaded. */
    public Optional<Digest> refused() {
        return Optional.ofNullable(refused);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
        champion.clear();
    }

    private void follow() {
        Digest version = wanted;
        if (version == null || isAnswering(version)) {
            return;
        }
        long start = System.nanoTime();
        try {
            ServedModel model = loader.load(version);
            champion.swap(model);
            metrics.counter("retort.gateway.swaps", "outcome", "swapped").increment();
            LOG.infof(
                    "version %s answers from now on (%s, %d ms)",
                    version.abbreviated(), model.manifest().network(), (System.nanoTime() - start) / 1_000_000);
        } catch (IOException | RuntimeException e) {
            refused = version;
            metrics.counter("retort.gateway.swaps", "outcome", "refused").increment();
            LOG.errorf(e, "version %s is refused, the one before goes on answering: %s", version, e.getMessage());
        }
    }

    private boolean isAnswering(Digest version) {
        try (Lease lease = champion.lease().orElse(null)) {
            return lease != null && lease.model().version().equals(version);
        }
    }
}
