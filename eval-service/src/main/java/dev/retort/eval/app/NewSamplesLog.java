package dev.retort.eval.app;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.kit.continuous.ContinuousLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Consumer;

/** The batches of new samples that a lineage asks for, from the broker. */
@ApplicationScoped
class NewSamplesLog implements BatchContents.Log {
    /** For the next batch: what was deleted does not come. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ContinuousLog log;

    NewSamplesLog(ContinuousLog log) {
        this.log = log;
    }

    @Override
    public boolean read(ContinuousSet set, long first, long end, Consumer<ContinuousBatch> reader) {
        try {
            return log.read(set, first, end, reader, PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
