package dev.retort.eval.app;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.eval.domain.NewSamples;
import dev.retort.kit.continuous.ContinuousLog;
import dev.retort.kit.log.BrokerUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Consumer;

/** Batches of new samples from the broker; {@link BrokerUnavailableException} where it does not answer. */
@ApplicationScoped
class NewSamplesLog implements NewSamples {
    private final ContinuousLog log;

    NewSamplesLog(ContinuousLog log) {
        this.log = log;
    }

    @Override
    public boolean read(ContinuousSet set, long first, long end, Consumer<ContinuousBatch> reader, Duration patience)
            throws InterruptedException {
        return log.read(set, first, end, reader, patience);
    }
}
