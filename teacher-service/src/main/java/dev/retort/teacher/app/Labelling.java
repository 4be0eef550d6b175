package dev.retort.teacher.app;

import dev.retort.contracts.event.LabellingConditions;
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
import dev.retort.teacher.messaging.LabelGroup;
import dev.retort.teacher.messaging.LabelGroup.Share;
import dev.retort.teacher.messaging.MissingBatches;
import dev.retort.teacher.messaging.SoftTargetLog;
import dev.retort.teacher.messaging.SoftTargetWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows the teacher every view of every image once, and writes down its raw logits. */
@ApplicationScoped
public class Labelling {
    private static final Duration POLL = Duration.ofMillis(200);
    /** Partitions are labelled side by side: how far this one is, is how far the set is. Its owner tells. */
    private static final int REPORTED = 0;

    private final SoftTargetLog log;
    private final EventPublisher publisher;
    private final RunGuard guard;
    private final SetConditions conditions;
    private final TeacherConfig config;
    private final Counter samples;

    Labelling(
            SoftTargetLog log,
            EventPublisher publisher,
            RunGuard guard,
            SetConditions conditions,
            TeacherConfig config,
            MeterRegistry metrics) {
        this.log = log;
        this.publisher = publisher;
        this.guard = guard;
        this.conditions = conditions;
        this.config = config;
        this.samples = metrics.counter("retort.labelled.samples");
    }

    /** A batch of views, before the teacher has seen it. Holds bare arrays and is gone with its batch. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Views(long batch, int view, int[] indices, int[] labels, byte[] pixels) {}

    /** Under what the set is labelled from now on; on the log where that is not as it was. */
    @Nullable
    LabellingConditions begin(RunView run, TransferSet set) throws InterruptedException {
        return conditions.begin(run, set, log.written(set));
    }

    /** Of a replica that does not lead: on the log where what it labels is under other conditions than the rest. */
    void help(RunView run, TransferSet set) throws InterruptedException {
        conditions.help(run, set, log.written(set));
    }

    /**
     * Labels a share of the set together with the other replicas, until nothing is lacking.
     *
     * @param teacher opened if anything is lacking
     * @param complete whether the set is known to be complete; asked while this replica has nothing to do
     */
    void label(
            RunView run,
            TransferSet set,
            Dataset dataset,
            HeldOutSplit split,
            Supplier<OpenClassifier> teacher,
            Completion complete)
            throws InterruptedException {
        ViewOrder order = new ViewOrder(split.training(), set.seed());
        ViewRenderer renderer = new ViewRenderer(
                dataset.train(), dataset.normalization(), set.augmentation(), split.training(), set.seed());
        ProgressReporter progress = new ProgressReporter(publisher, run.run(), Phase.LABELLING, "", 0, set.batches());
        try (LabelGroup group = log.join(set);
                LazyClassifier net = new LazyClassifier(teacher)) {
            long done = 0;
            while (!complete.isKnown()) {
                Share share = group.poll(POLL);
                guard.checkGoesOn(run.run());
                if (share.generation() == done) {
                    continue;
                }
                MissingBatches missing = log.missing(set, share.partitions());
                if (missing.isEmpty()
                        || label(
                                run,
                                set,
                                group,
                                share,
                                net.open(),
                                progress,
                                () -> missing.next().stream()
                                        .mapToObj(batch -> render(set, dataset, order, renderer, batch))
                                        .findFirst())) {
                    done = share.generation();
                }
            }
        }
    }

    /** Whether the work of all replicas is done. */
    interface Completion {
        boolean isKnown() throws InterruptedException;
    }

    /** Whether all of the share is on the log; not if it is another one by now. */
    private boolean label(
            RunView run,
            TransferSet set,
            LabelGroup group,
            Share share,
            OpenClassifier net,
            ProgressReporter progress,
            Callable<Optional<Views>> source)
            throws InterruptedException {
        try (SoftTargetWriter writer = log.writer(set);
                Prefetch<Views> views = new Prefetch<>(config.prefetchBatches(), source)) {
            for (Optional<Views> next = views.take(); next.isPresent(); next = views.take()) {
                long batch = next.get().batch();
                SoftTargetBatch labelled = labelled(net, set, next.get());
                if (!group.stillOwns(share, writer)) {
                    return false;
                }
                writer.write(labelled, batch);
                samples.increment(set.batchSize());
                if (share.partitions().contains(REPORTED)) {
                    progress.report(batch + 1, set.batchSize(), Map.of());
                }
                guard.checkGoesOn(run.run());
            }
            writer.flush();
            return true;
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
