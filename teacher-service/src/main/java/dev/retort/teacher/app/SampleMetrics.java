package dev.retort.teacher.app;

import dev.retort.teacher.domain.Admitted;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What comes of samples, and how far behind we are. */
final class SampleMetrics {
    private static final String SAMPLES = "retort.samples";

    private final MeterRegistry registry;
    private final AtomicLong lag;

    SampleMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.lag = registry.gauge("retort.samples.lag", new AtomicLong());
        // Known before the first one comes.
        List.of("taken", "duplicate", "labelled", "unknown", "ignored", "refused")
                .forEach(outcome -> registry.counter(SAMPLES, "outcome", outcome));
        registry.counter("retort.samples.quarantines");
        List.of("true", "false").forEach(agrees -> registry.counter("retort.samples.answers", "agrees", agrees));
    }

    void lag(long messages) {
        lag.set(messages);
    }

    void count(Admitted admitted) {
        String outcome = switch (admitted) {
            case Admitted.Taken _ -> "taken";
            case Admitted.Duplicate _ -> "duplicate";
            case Admitted.Labelled _ -> "labelled";
            case Admitted.Unknown _ -> "unknown";
            case Admitted.Ignored _ -> "ignored";
            case Admitted.Refused _ -> "refused";
        };
        registry.counter(SAMPLES, "outcome", outcome).increment();
    }

    void quarantined() {
        registry.counter("retort.samples.quarantines").increment();
    }

    /** Whether the served student gave an image the class that the teacher gives it. */
    void answer(boolean agrees) {
        registry.counter("retort.samples.answers", "agrees", String.valueOf(agrees))
                .increment();
    }
}
