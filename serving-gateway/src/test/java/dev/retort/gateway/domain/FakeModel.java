package dev.retort.gateway.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Answers zeros unless told otherwise, and fails when asked after it was closed, as freed native memory would. */
public final class FakeModel implements ServedModel {
    private final Digest version;
    private final List<String> classes;
    private final AtomicInteger closed = new AtomicInteger();
    private volatile Function<Images, CompletableFuture<Outcome>> answers = FakeModel::zeros;

    public FakeModel(Digest version) {
        this(version, List.of("a", "b"));
    }

    public FakeModel(Digest version, List<String> classes) {
        this.version = version;
        this.classes = classes;
    }

    /** From now on, instead of zeros. */
    public void answering(Function<Images, CompletableFuture<Outcome>> other) {
        answers = other;
    }

    /** One image a row. */
    public static Function<Images, CompletableFuture<Outcome>> logits(float... values) {
        return images -> CompletableFuture.completedFuture(new Outcome.Answered(new Logits(values, 2)));
    }

    public static Digest version(String name) {
        return Digest.of(name.getBytes(StandardCharsets.UTF_8));
    }

    public boolean isClosed() {
        return timesClosed() > 0;
    }

    int timesClosed() {
        return closed.get();
    }

    @Override
    public Digest version() {
        return version;
    }

    @Override
    public ModelManifest manifest() {
        return new ModelManifest(
                "fake",
                classes,
                3,
                2,
                2,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                "run",
                "arm",
                1,
                null,
                version,
                null,
                null,
                "test",
                Map.of());
    }

    @Override
    public ImageShape input() {
        return new ImageShape(3, 2, 2);
    }

    @Override
    public TensorNames names() {
        return new TensorNames("input", "logits");
    }

    @Override
    public CompletableFuture<Outcome> ask(Images images, Deadline deadline) {
        if (isClosed()) {
            throw new IllegalStateException("asked after it was closed");
        }
        return answers.apply(images);
    }

    private static CompletableFuture<Outcome> zeros(Images images) {
        Logits zeros = new Logits(new float[2 * images.count()], 2);
        return CompletableFuture.completedFuture(new Outcome.Answered(zeros));
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
