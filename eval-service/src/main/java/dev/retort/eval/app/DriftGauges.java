package dev.retort.eval.app;

import dev.retort.distill.drift.ClassAgreement;
import dev.retort.distill.drift.Drift;
import dev.retort.eval.domain.DriftNotice.Statistic;
import dev.retort.eval.domain.DriftWatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What is seen of the champion's answers, as metrics; not a number while there is too little to say anything. */
@ApplicationScoped
public class DriftGauges {
    private static final String CLASS = "class";

    private final MeterRegistry metrics;
    private final MultiGauge agreements;
    private volatile int images;
    private volatile double stabilityIndex = Double.NaN;
    private volatile double confidenceDistance = Double.NaN;
    private volatile double confidenceP = Double.NaN;

    DriftGauges(MeterRegistry metrics) {
        this.metrics = metrics;
        this.agreements = MultiGauge.builder("retort.drift.agreement").register(metrics);
        metrics.gauge("retort.drift.images", this, gauges -> gauges.images);
        metrics.gauge("retort.drift.stability.index", this, gauges -> gauges.stabilityIndex);
        metrics.gauge("retort.drift.confidence.distance", this, gauges -> gauges.confidenceDistance);
        metrics.gauge("retort.drift.confidence.p", this, gauges -> gauges.confidenceP);
        agreements.register(List.of(row("all", OptionalDouble.empty())));
        // Known before the first one is told.
        for (Statistic statistic : Statistic.values()) {
            metrics.counter("retort.drift.detected", "statistic", statistic.text());
        }
    }

    void show(DriftWatch watch) {
        images = watch.images();
        Optional<Drift> drift = watch.drift();
        stabilityIndex = drift.map(Drift::stabilityIndex).orElse(Double.NaN);
        confidenceDistance = drift.map(each -> each.confidence().distance()).orElse(Double.NaN);
        confidenceP = drift.map(each -> each.confidence().p()).orElse(Double.NaN);
        agreements.register(rows(watch.agreement(), watch.classes()), true);
    }

    /** Nothing is watched just now: what was seen before says nothing of it. */
    void showNothing() {
        images = 0;
        stabilityIndex = Double.NaN;
        confidenceDistance = Double.NaN;
        confidenceP = Double.NaN;
        agreements.register(List.of(row("all", OptionalDouble.empty())), true);
    }

    void detected(Statistic statistic) {
        metrics.counter("retort.drift.detected", "statistic", statistic.text()).increment();
    }

    private static List<Row<?>> rows(Optional<ClassAgreement> agreement, int classes) {
        List<Row<?>> rows = new ArrayList<>();
        rows.add(row("all", agreement.map(ClassAgreement::share).orElse(OptionalDouble.empty())));
        for (int c = 0; c < classes; c++) {
            int one = c;
            rows.add(row(
                    String.valueOf(c), agreement.map(each -> each.share(one)).orElse(OptionalDouble.empty())));
        }
        return rows;
    }

    private static Row<?> row(String name, OptionalDouble share) {
        return Row.of(Tags.of(CLASS, name), share.orElse(Double.NaN));
    }
}
