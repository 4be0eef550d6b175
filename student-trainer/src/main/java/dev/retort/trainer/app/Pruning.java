package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.kit.log.EventHandler;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.trainer.config.TrainerConfig;
import dev.retort.trainer.domain.Retention;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Deletes checkpoints that {@link Retention} lets go, beside everything else. What cannot be deleted now is tried again at
 * the next event, and at the next start: then all that is obsolete is looked at, for the log does not say what is gone.
 */
@ApplicationScoped
public class Pruning implements EventHandler {
    private static final Logger LOG = Logger.getLogger(Pruning.class);

    private final ArtefactStore artefacts;
    private final boolean keepsAll;
    private final Retention retention;
    private final Counter pruned;
    private final Set<Digest> gone = new HashSet<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("pruning").daemon().factory());
    private volatile boolean caughtUp;

    Pruning(ArtefactStore artefacts, TrainerConfig config, MeterRegistry metrics) {
        this.artefacts = artefacts;
        this.keepsAll = config.keepCheckpoints() <= 0;
        this.retention = new Retention(Math.max(1, config.keepCheckpoints()));
        this.pruned = metrics.counter("retort.checkpoints.pruned");
    }

    @Override
    public void on(Event event) {
        if (!keepsAll && !(event instanceof PhaseProgressed)) {
            thread.execute(() -> {
                retention.on(event);
                prune();
            });
        }
    }

    @Override
    public void caughtUp() {
        caughtUp = true;
        if (!keepsAll) {
            thread.execute(this::prune);
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    private void prune() {
        if (!caughtUp) {
            return;
        }
        try {
            retention.obsolete().stream()
                    .filter(checkpoint -> !gone.contains(checkpoint.checkpoint()))
                    .forEach(this::delete);
        } catch (RuntimeException e) {
            LOG.warnf("old checkpoints cannot be deleted (%s); trying again later", e.getMessage());
        }
    }

    private void delete(CheckpointPublished checkpoint) {
        if (artefacts.delete(checkpoint.objectPrefix(), checkpoint.checkpoint())) {
            pruned.increment();
            LOG.infof("checkpoint of %s at step %d is old and deleted", checkpoint.arm(), checkpoint.step());
        }
        gone.add(checkpoint.checkpoint());
    }
}
