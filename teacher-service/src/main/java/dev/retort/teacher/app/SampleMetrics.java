package dev.retort.teacher.app;

import dev.retort.teacher.domain.Admitted;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** What comes of samples, and how far behind we are. */
final class SampleMetrics {
    private static final String SAMPLES = "retort.samples";

    private final MeterRegistry registry;
    /** Not a number where this replica admits none. */
    private volatile double lag = Double.NaN;

    SampleMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("retort.samples.lag", this, metrics -> metrics.lag);
        // Known before the first one comes.
        List.of("taken", "duplicate", "labelled", "unknown", "ignored", "refused")
                .forEach(outcome -> registry.counter(SAMPLES, "outcome", outcome));
        registry.counter("retort.samples.quarantines");
        List.of("true", "false").forEach(agrees -> registry.counter("retort.samples.answers", "agrees", agrees));
    }

    void lag(long messages) {
        lag = messages;
    }

    /** What was behind is not known any more. */
    void admitsNoMore() {
        lag = Double.NaN;
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
