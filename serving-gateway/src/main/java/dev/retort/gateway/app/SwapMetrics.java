package dev.retort.gateway.app;

import dev.retort.gateway.domain.ServedModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** {@code retort.gateway.swaps} by outcome, and {@code retort.gateway.model}, which is 1 for the version that answers. */
@ApplicationScoped
class SwapMetrics {
    private final MeterRegistry registry;
    private final MultiGauge model;

    SwapMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.model = MultiGauge.builder("retort.gateway.model")
                .description("The version that answers")
                .register(registry);
    }

    void swapped(ServedModel to) {
        count("swapped");
        Tags tags =
                Tags.of("version", to.version().hex(), "network", to.manifest().network());
        model.register(List.of(MultiGauge.Row.of(tags, 1)), true);
    }

    void refused() {
        count("refused");
    }

    void postponed() {
        count("postponed");
    }

    private void count(String outcome) {
        registry.counter("retort.gateway.swaps", "outcome", outcome).increment();
    }
}
