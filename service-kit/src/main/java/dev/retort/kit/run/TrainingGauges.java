package dev.retort.kit.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Gauges of one training, there while it goes on, tagged with {@code run} and {@code arm}: {@code retort.training.step},
 * {@code .loss}, {@code .images.per.second}, and {@code .data.wait.share}, the share of time for which steps waited for
 * their data. The last two are of the latest whole second or more, and NaN before there is one. {@code .checkpoint.share} is
 * the share of all time since the training began for which steps waited for checkpoints. Steps are told from one thread.
 */
public final class TrainingGauges implements AutoCloseable {
    private static final double WINDOW_SECONDS = 1;

    private final MeterRegistry registry;
    private final List<Meter> gauges;
    private final LongSupplier nanoTime;

    private final long began;
    private long windowBegan;
    private long windowImages;
    private double waitedBefore;
    private volatile double step = Double.NaN;
    private volatile double loss = Double.NaN;
    private volatile double imagesPerSecond = Double.NaN;
    private volatile double dataWaitShare = Double.NaN;
    private volatile double checkpointShare;

    /** @param arm the student's arm, or {@code teacher} */
    public TrainingGauges(MeterRegistry registry, String run, String arm) {
        this(registry, run, arm, System::nanoTime);
    }

    TrainingGauges(MeterRegistry registry, String run, String arm, LongSupplier nanoTime) {
        this.registry = registry;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.windowBegan = began;
        Tags tags = Tags.of("run", run, "arm", arm);
        this.gauges = List.of(
                gauge("retort.training.step", "optimizer updates done", tags, gauges -> gauges.step),
                gauge("retort.training.loss", "of the last step's batch", tags, gauges -> gauges.loss),
                gauge("retort.training.images.per.second", "trained on", tags, gauges -> gauges.imagesPerSecond),
                gauge("retort.training.data.wait.share", "of the time", tags, gauges -> gauges.dataWaitShare),
                gauge("retort.training.checkpoint.share", "of the time", tags, gauges -> gauges.checkpointShare));
    }

    private Gauge gauge(String name, String description, Tags tags, ToDoubleFunction<TrainingGauges> value) {
        return Gauge.builder(name, this, value)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /**
     * One step is done.
     *
     * @param waitedSeconds for which all steps until now have waited
     */
    public void step(long done, int images, double loss, double waitedSeconds) {
        this.step = done;
        this.loss = loss;
        windowImages += images;
        long now = nanoTime.getAsLong();
        double seconds = (now - windowBegan) / 1e9;
        if (seconds >= WINDOW_SECONDS) {
            imagesPerSecond = windowImages / seconds;
            dataWaitShare = (waitedSeconds - waitedBefore) / seconds;
            windowBegan = now;
            windowImages = 0;
            waitedBefore = waitedSeconds;
        }
    }

    /**
     * The share of the time since this was made that its checkpoints have cost.
     *
     * @param spentSeconds for which all steps until now have waited for them
     */
    public double checkpoints(double spentSeconds) {
        double seconds = (nanoTime.getAsLong() - began) / 1e9;
        checkpointShare = seconds > 0 ? spentSeconds / seconds : 0;
        return checkpointShare;
    }

    /** A training that is over says nothing: its last values would look like the present ones for ever. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
