package dev.retort.gateway.http;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.ImageDecoder;
import dev.retort.distill.data.UnreadableImageException;
import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.app.Traffic;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.Logits;
import dev.retort.gateway.domain.RequestId;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.domain.Softmax;
import dev.retort.gateway.domain.Softmax.Prediction;
import dev.retort.gateway.http.ImageClasses.Result.Classified;
import dev.retort.gateway.http.ImageClasses.Result.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** From the bytes of PNG, JPEG or WebP files to their classes, all by one version. Waits for the answer. */
@ApplicationScoped
class ImageClasses {
    private static final double MILLISECOND = 1e6;

    private final ChampionFollower champion;
    private final Traffic traffic;
    private final GatewayConfig config;
    private final Semaphore decoding = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final Timer timer;

    ImageClasses(ChampionFollower champion, Traffic traffic, GatewayConfig config, MeterRegistry metrics) {
        this.champion = champion;
        this.traffic = traffic;
        this.config = config;
        this.timer = Timer.builder("retort.gateway.predict")
                .description("From the image's bytes to its classes")
                .publishPercentileHistogram()
                .register(metrics);
    }

    /**
     * What came of each image, in their order.
     *
     * @param milliseconds from the images' bytes to their classes; what the wire takes comes on top
     */
    record Answer(Digest modelVersion, List<Result> results, double milliseconds) {}

    /** What came of one image. */
    sealed interface Result {
        /** @param predictions likeliest first */
        record Classified(List<Prediction> predictions) implements Result {}

        record Refused(ApiException why) implements Result {}
    }

    /**
     * An image that cannot be read is refused, and those beside it are answered.
     *
     * @throws ApiException if there is no answer: no image can be read, or no model answers
     */
    Answer of(List<byte[]> files, int classes, RequestId id) {
        Lease answering = champion.lease().orElseThrow(() -> ApiException.unavailable(champion.absence()));
        try (Lease lease = traffic.route(answering, id)) {
            long start = System.nanoTime();
            ServedModel model = lease.model();
            List<Result> results = results(files, model, classes, Deadline.in(config.deadline()));
            long nanos = System.nanoTime() - start;
            timer.record(nanos, TimeUnit.NANOSECONDS);
            return new Answer(model.version(), results, nanos / MILLISECOND);
        }
    }

    private List<Result> results(List<byte[]> files, ServedModel model, int classes, Deadline deadline) {
        List<byte[]> readable = new ArrayList<>();
        List<Optional<ApiException>> refusals = new ArrayList<>();
        for (byte[] file : files) {
            try {
                readable.add(decode(file, model, deadline));
                refusals.add(Optional.empty());
            } catch (UnreadableImageException e) {
                refusals.add(
                        Optional.of(new ApiException(Pixels.statusOf(e.reason()), String.valueOf(e.getMessage()))));
            }
        }
        if (readable.isEmpty()) {
            throw refusals.getFirst().orElseThrow();
        }
        Logits logits = Answers.logits(model.ask(images(readable), deadline).join());
        List<Result> results = new ArrayList<>();
        int row = 0;
        for (Optional<ApiException> refusal : refusals) {
            results.add(
                    refusal.isPresent() ? new Refused(refusal.get()) : classified(model, logits.row(row++), classes));
        }
        return results;
    }

    private static Result classified(ServedModel model, float[] logits, int classes) {
        ModelManifest manifest = model.manifest();
        return new Classified(Softmax.top(logits, manifest.classes(), classes, manifest.temperatureOrOne()));
    }

    private static Images images(List<byte[]> pixels) {
        int size = pixels.getFirst().length;
        float[] scaled = new float[Math.multiplyExact(pixels.size(), size)];
        for (int i = 0; i < pixels.size(); i++) {
            System.arraycopy(Pixels.scaled(pixels.get(i)), 0, scaled, i * size, size);
        }
        return Images.of(scaled, pixels.size());
    }

    /** A large image takes much memory while it is decoded: not more at once than there are cores. */
    private byte[] decode(byte[] image, ServedModel model, Deadline deadline) throws UnreadableImageException {
        // Of many images, those after the deadline would be decoded for nobody.
        if (deadline.hasPassed() || !isMyTurn(deadline)) {
            throw ApiException.late();
        }
        try {
            return new ImageDecoder(model.input(), config.greatestImagePixels()).decode(image);
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
