package dev.retort.teacher.app;

import dev.retort.contracts.event.Phase;
import dev.retort.distill.data.LoadProgress;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.ProgressReporter;
import java.util.Map;
import org.jboss.logging.Logger;

/** How far the loading of a run's dataset is, on the event log; what a person should know of it, in the service's. */
final class ReportedLoading implements LoadProgress {
    private static final Logger LOG = Logger.getLogger(ReportedLoading.class);

    private final ProgressReporter progress;

    ReportedLoading(EventPublisher publisher, String run) {
        this.progress = new ProgressReporter(publisher, run, Phase.DATASET, "", 0, Long.MAX_VALUE);
    }

    @Override
    public void advanced(long done, long total, String unit) {
        progress.report(done, 1, Map.of("total", (double) total));
    }

    @Override
    public void warned(String sentence) {
        LOG.warn(sentence);
    }
}
