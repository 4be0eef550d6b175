package dev.retort.gateway.app;

import dev.retort.gateway.domain.TrialObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What trials do, counted; known from the start, so that a graph begins at 0. */
@ApplicationScoped
class TrialMetrics implements TrialObserver {
    private final MeterRegistry registry;
    private final Timer canary;
    private final Counter canaryFailures;
    private final Map<Shadowing, Counter> shadow = new EnumMap<>(Shadowing.class);

    TrialMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.canary = Timer.builder("retort.gateway.canary")
                .description("From the question to the canary's answer")
                .publishPercentileHistogram()
                .register(registry);
        this.canaryFailures = registry.counter("retort.gateway.canary.failures");
        for (Shadowing what : Shadowing.values()) {
            String outcome = what.name().toLowerCase(Locale.ROOT);
            shadow.put(what, registry.counter("retort.gateway.shadow.images", "outcome", outcome));
        }
    }

    /** {@code retort.gateway.trial} is 1 while one of the kind answers. */
    void register(String kind, TrialSlot slot) {
        BooleanSupplier answers = () -> slot.running().isPresent();
        Gauge.builder("retort.gateway.trial", answers, running -> running.getAsBoolean() ? 1 : 0)
                .tag("kind", kind)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void canaryAnswered(long nanos) {
        canary.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void canaryFailed() {
        canaryFailures.increment();
    }

    @Override
    public void shadowed(Shadowing what, int images) {
        Counter counter = shadow.get(what);
        if (counter != null) {
            counter.increment(images);
        }
    }
}
