package dev.retort.teacher.app;

import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.score.OpenClassifier;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.view.ViewOrder;
import dev.retort.distill.view.ViewRenderer;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.ProgressReporter;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.run.RunView;
import dev.retort.teacher.config.TeacherConfig;
import dev.retort.teacher.messaging.SoftTargetLog;
import dev.retort.teacher.messaging.SoftTargetLog.Writer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Shows the teacher every view of every image once, and writes down its raw logits. */
@ApplicationScoped
public class Labelling {
    private final SoftTargetLog log;
    private final EventPublisher publisher;
    private final RunGuard guard;
    private final TeacherConfig config;

    Labelling(SoftTargetLog log, EventPublisher publisher, RunGuard guard, TeacherConfig config) {
        this.log = log;
        this.publisher = publisher;
        this.guard = guard;
        this.config = config;
    }

    /** A batch of views, before the teacher has seen it. Holds bare arrays and is gone with its batch. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Views(long batch, int view, int[] indices, int[] labels, byte[] pixels) {}

    /**
     * Writes what the log lacks of the set, and returns when the broker has all of it.
     *
     * @param teacher opened if anything is lacking
     */
    void label(RunView run, TransferSet set, Dataset dataset, HeldOutSplit split, Supplier<OpenClassifier> teacher)
            throws InterruptedException {
        try (Writer writer = log.open(set)) {
            AtomicLong next = new AtomicLong(writer.firstMissingBatch());
            ViewOrder order = new ViewOrder(split.training(), set.seed());
            ViewRenderer renderer = new ViewRenderer(
                    dataset.train(), dataset.normalization(), set.augmentation(), split.training(), set.seed());
            ProgressReporter progress =
                    new ProgressReporter(publisher, run.run(), Phase.LABELLING, "", next.get(), set.batches());
            if (next.get() == set.batches()) {
                return;
            }
            try (OpenClassifier net = teacher.get();
                    Prefetch<Views> views = new Prefetch<>(config.prefetchBatches(), () -> {
                        long batch = next.getAndIncrement();
                        return batch < set.batches()
                                ? Optional.of(render(set, dataset, order, renderer, batch))
                                : Optional.empty();
                    })) {
                for (Optional<Views> batch = views.take(); batch.isPresent(); batch = views.take()) {
                    writer.write(labelled(net, set, batch.get()), batch.get().batch());
                    progress.report(batch.get().batch() + 1, set.batchSize(), Map.of());
                    guard.checkGoesOn(run.run());
                }
            }
            writer.flush();
        }
    }

    private static Views render(TransferSet set, Dataset dataset, ViewOrder order, ViewRenderer renderer, long batch) {
        int view = (int) (batch / set.batchesPerView());
        int first = (int) (batch % set.batchesPerView()) * set.batchSize();
        int imageBytes = dataset.train().shape().size();
        int[] indices = new int[set.batchSize()];
        int[] labels = new int[set.batchSize()];
        byte[] pixels = new byte[set.batchSize() * imageBytes]; // [n, c, h, w]
        for (int i = 0; i < indices.length; i++) {
            indices[i] = order.indexAt(view, first + i);
            labels[i] = dataset.train().label(indices[i]);
            renderer.render(view, indices[i], pixels, i * imageBytes);
        }
        return new Views(batch, view, indices, labels, pixels);
    }

    private static SoftTargetBatch labelled(OpenClassifier net, TransferSet set, Views views) {
        float[] logits = net.logits(views.pixels(), set.batchSize()); // [n, classes]
        short[] half = new short[logits.length];
        for (int i = 0; i < logits.length; i++) {
            half[i] = Float.floatToFloat16(logits[i]);
            if (!Float.isFinite(Float.float16ToFloat(half[i]))) {
                throw new RunFailure(
                        "teacher-diverged",
                        "the teacher's logit for image %d is %s, which fp16 cannot hold: train it with a lower learning rate"
                                .formatted(views.indices()[i / set.classes()], logits[i]));
            }
        }
        return new SoftTargetBatch(
                set.id(),
                set.teacherVersion(),
                views.view(),
                views.batch() * set.batchSize(),
                set.classes(),
                views.indices(),
                views.labels(),
                half);
    }
}
