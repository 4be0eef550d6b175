package dev.retort.gateway.http;

import dev.retort.contracts.Digest;
import dev.retort.distill.data.ImageDecoder;
import dev.retort.distill.data.UnreadableImageException;
import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.Logits;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.domain.Softmax;
import dev.retort.gateway.domain.Softmax.Prediction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** From the bytes of a PNG or JPEG file to its classes, by the champion. Waits for the answer. */
@ApplicationScoped
class ImageClasses {
    private static final double MILLISECOND = 1e6;

    private final ChampionFollower champion;
    private final GatewayConfig config;
    private final Semaphore decoding = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final Timer timer;

    ImageClasses(ChampionFollower champion, GatewayConfig config, MeterRegistry metrics) {
        this.champion = champion;
        this.config = config;
        this.timer = Timer.builder("retort.gateway.predict")
                .description("From the image's bytes to its classes")
                .publishPercentileHistogram()
                .register(metrics);
    }

    /**
     * An image's classes.
     *
     * @param milliseconds from the image's bytes to its classes; what the wire takes comes on top
     */
    record Answer(Digest modelVersion, List<Prediction> predictions, double milliseconds) {}

    /** @throws ApiException if there is no answer */
    Answer of(byte[] image, int classes) {
        if (image.length == 0) {
            throw ApiException.badRequest("the body is empty: send a PNG or JPEG image");
        }
        try (Lease lease = champion.lease().orElseThrow(() -> ApiException.unavailable(champion.absence()))) {
            long start = System.nanoTime();
            Deadline deadline = Deadline.in(config.deadline());
            ServedModel model = lease.model();
            Images images = Images.of(Pixels.scaled(decode(image, model, deadline)), 1);
            Logits logits = Answers.logits(model.ask(images, deadline).join());
            List<Prediction> top = Softmax.top(logits.row(0), model.manifest().classes(), classes);
            long nanos = System.nanoTime() - start;
            timer.record(nanos, TimeUnit.NANOSECONDS);
            return new Answer(model.version(), top, nanos / MILLISECOND);
        }
    }

    /** A large image takes much memory while it is decoded: not more at once than there are cores. */
    private byte[] decode(byte[] image, ServedModel model, Deadline deadline) {
        if (!isMyTurn(deadline)) {
            throw ApiException.late();
        }
        try {
            return new ImageDecoder(model.input(), config.greatestImagePixels()).decode(image);
        } catch (UnreadableImageException e) {
            throw new ApiException(Pixels.statusOf(e.reason()), String.valueOf(e.getMessage()));
        } finally {
            decoding.release();
        }
    }

    private boolean isMyTurn(Deadline deadline) {
        try {
            return decoding.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
