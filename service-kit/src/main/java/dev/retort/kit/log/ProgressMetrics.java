package dev.retort.kit.log;

import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.contracts.experiment.Arm;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The latest progress as gauges {@code retort.progress.*}, one for each number that a phase reports. The tags are phase and
 * arm, not the run: a service works on one run at a time, and runs are without number. So are retrainings, which are one arm.
 */
@ApplicationScoped
class ProgressMetrics {
    private final MeterRegistry registry;
    private final Map<Series, AtomicReference<Double>> latest = new ConcurrentHashMap<>();

    ProgressMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Series(String name, String phase, String arm) {}

    void on(PhaseProgressed progressed) {
        set(progressed, "done", (double) progressed.done());
        progressed.metrics().forEach((name, value) -> set(progressed, name, value));
    }

    private void set(PhaseProgressed progressed, String name, double value) {
        String phase = progressed.phase().name().toLowerCase(Locale.ROOT);
        String arm = Arm.isCycle(progressed.arm()) ? "cycle" : progressed.arm();
        latest.computeIfAbsent(new Series(name, phase, arm), this::register).set(value);
    }

    /** imagesPerSecond becomes images.per.second, which Prometheus gets with underscores. */
    private static String dotted(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1.$2").toLowerCase(Locale.ROOT);
    }

    private AtomicReference<Double> register(Series series) {
        AtomicReference<Double> value = new AtomicReference<>(0.0);
        Tags tags = Tags.of("phase", series.phase(), "arm", series.arm());
        return registry.gauge("retort.progress." + dotted(series.name()), tags, value, AtomicReference::get);
    }
}
