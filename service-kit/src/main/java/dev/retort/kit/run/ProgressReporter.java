package dev.retort.kit.run;

import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.kit.log.EventPublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.MDC;

/** Says on the log how far one phase is, about once a second, and how fast. Confined to one thread. */
public final class ProgressReporter {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final EventPublisher publisher;
    private final String run;
    private final Phase phase;
    private final String arm;
    private final long total;
    private Instant lastReport = Instant.now();
    private long lastDone;

    /** @param arm the student's arm, or empty */
    public ProgressReporter(EventPublisher publisher, String run, Phase phase, String arm, long done, long total) {
        this.publisher = publisher;
        this.run = run;
        this.phase = phase;
        this.arm = arm;
        this.lastDone = done;
        this.total = total;
    }

    /** @param imagesPerUnit what one unit of {@code done} stands for, to tell images a second */
    public void report(long done, int imagesPerUnit, Map<String, Double> metrics) {
        MDC.put(LogContext.STEP, done);
        Instant now = Instant.now();
        Duration elapsed = Duration.between(lastReport, now);
        if (elapsed.compareTo(INTERVAL) < 0 && done < total) {
            return;
        }
        Map<String, Double> all = new HashMap<>(metrics);
        double seconds = elapsed.toNanos() / 1e9;
        if (seconds > 0 && done > lastDone) {
            all.put("imagesPerSecond", (done - lastDone) * imagesPerUnit / seconds);
        }
        publisher.publish(new PhaseProgressed(run, phase, arm, done, total, all, now));
        lastReport = now;
        lastDone = done;
    }
}
