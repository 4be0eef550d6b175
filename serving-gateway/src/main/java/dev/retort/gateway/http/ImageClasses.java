package dev.retort.gateway.http;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.UnreadableImageException;
import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.app.Traffic;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.Logits;
import dev.retort.gateway.domain.Outcome;
import dev.retort.gateway.domain.RequestId;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.domain.Softmax;
import dev.retort.gateway.domain.Softmax.Prediction;
import dev.retort.gateway.http.ImageClasses.Result.Classified;
import dev.retort.gateway.http.ImageClasses.Result.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** From the bytes of PNG, JPEG or WebP files to their classes, all by one version. Waits for the answer. */
@ApplicationScoped
class ImageClasses {
    private static final double MILLISECOND = 1e6;

    private final ChampionFollower champion;
    private final Traffic traffic;
    private final Decoding decoding;
    private final ByteBudget budget;
    private final Timer timer;

    ImageClasses(
            ChampionFollower champion, Traffic traffic, Decoding decoding, ByteBudget budget, MeterRegistry metrics) {
        this.champion = champion;
        this.traffic = traffic;
        this.decoding = decoding;
        this.budget = budget;
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
    Answer of(List<ByteBuffer> files, int classes, RequestId id, Asker asker) {
        Lease answering = champion.lease().orElseThrow(() -> ApiException.unavailable(champion.absence()));
        try (Lease lease = traffic.route(answering, id)) {
            long start = System.nanoTime();
            ServedModel model = lease.model();
            List<Result> results = results(files, model, classes, asker);
            long nanos = System.nanoTime() - start;
            timer.record(nanos, TimeUnit.NANOSECONDS);
            return new Answer(model.version(), results, nanos / MILLISECOND);
        }
    }

    private List<Result> results(List<ByteBuffer> files, ServedModel model, int classes, Asker asker) {
        try (ByteBudget.Loan loan = budget.loan()) {
            // Each value is a byte, and then a float.
            loan.take((long) files.size() * model.input().size() * (1 + Float.BYTES));
            List<byte[]> readable = new ArrayList<>();
            List<Optional<ApiException>> refusals = new ArrayList<>();
            for (ByteBuffer file : files) {
                try {
                    readable.add(decoding.decode(file, model.input(), asker));
                    refusals.add(Optional.empty());
                } catch (UnreadableImageException e) {
                    refusals.add(
                            Optional.of(new ApiException(Pixels.statusOf(e.reason()), String.valueOf(e.getMessage()))));
                }
            }
            if (readable.isEmpty()) {
                throw refusals.getFirst().orElseThrow();
            }
            return results(refusals, logits(model, images(readable), asker), model, classes);
        }
    }

    private static Logits logits(ServedModel model, Images images, Asker asker) {
        CompletableFuture<Outcome> outcome = model.ask(images, asker.deadline());
        asker.end().then(() -> outcome.cancel(false));
        return Answers.logits(outcome.join(), images);
    }

    /** @param logits a row for each image that was not refused */
    private static List<Result> results(
            List<Optional<ApiException>> refusals, Logits logits, ServedModel model, int classes) {
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
            Pixels.scale(pixels.get(i), scaled, i * size);
        }
        return Images.of(scaled, pixels.size());
    }
}
