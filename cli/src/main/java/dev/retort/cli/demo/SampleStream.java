package dev.retort.cli.demo;

import dev.retort.cli.http.Prediction;
import dev.retort.cli.run.Pictures;
import dev.retort.contracts.Digest;
import dev.retort.contracts.sample.Answer;
import dev.retort.contracts.sample.Sample;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Images as they come in: each is shown to the gateway, then sent on to be learnt from, with the gateway's answer and, for
 * some, with its label. On a thread of its own, so many a second.
 */
final class SampleStream implements AutoCloseable {
    private static final String SOURCE = "demo";

    private final List<String> classes;
    private final GatewayTraffic gateway;
    private final Consumer<Sample> sink;
    private final Duration interval;
    private final int labelEvery;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong labelled = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().name("samples").daemon().unstarted(this::run);
    private volatile ImageSet images;

    /**
     * @param images that come first
     * @param sink takes what is to be learnt from
     * @param interval between two images
     * @param labelEvery every so many images one has a label
     */
    SampleStream(
            ImageSet images,
            List<String> classes,
            GatewayTraffic gateway,
            Consumer<Sample> sink,
            Duration interval,
            int labelEvery) {
        this.images = images;
        this.classes = List.copyOf(classes);
        this.gateway = gateway;
        this.sink = sink;
        this.interval = interval;
        this.labelEvery = labelEvery;
    }

    void start() {
        thread.start();
    }

    /** From the next image on they are of this set. */
    void shiftTo(ImageSet shifted) {
        images = shifted;
    }

    long sent() {
        return sent.get();
    }

    long labelled() {
        return labelled.get();
    }

    private void run() {
        long due = System.nanoTime();
        try {
            for (int index = 0; !Thread.currentThread().isInterrupted(); index++) {
                send(images, index);
                due += interval.toNanos();
                // Where the gateway is slower than the images, they come as fast as it takes them.
                due = Math.max(due, System.nanoTime());
                Thread.sleep(Duration.ofNanos(due - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void send(ImageSet from, int index) throws InterruptedException {
        int place = index % from.size();
        Optional<Prediction> prediction = gateway.ask(Pictures.png(from, place));
        boolean hasLabel = index % labelEvery == 0;
        ImageShape shape = from.shape();
        byte[] pixels = new byte[shape.size()];
        from.copyPixels(place, pixels, 0);
        sink.accept(new Sample(
                SOURCE,
                shape.channels(),
                shape.height(),
                shape.width(),
                pixels,
                hasLabel ? from.label(place) : null,
                prediction.map(this::answer).orElse(null),
                SOURCE + "-" + index));
        sent.incrementAndGet();
        labelled.addAndGet(hasLabel ? 1 : 0);
    }

    private @Nullable Answer answer(Prediction prediction) {
        int topClass = classes.indexOf(prediction.best().label());
        return topClass < 0
                ? null
                : new Answer(
                        new Digest(prediction.modelVersion()),
                        topClass,
                        prediction.best().probability());
    }

    @Override
    public void close() {
        stop();
    }

    /** No image is sent after it. */
    void stop() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
