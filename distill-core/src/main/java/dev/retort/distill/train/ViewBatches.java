package dev.retort.distill.train;

import dev.retort.contracts.experiment.Augmentation;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.view.ViewOrder;
import dev.retort.distill.view.ViewRenderer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Batches of hard labels: epoch e shows view e of every training image, in that view's order. */
public final class ViewBatches {
    private final ImageSet images;
    private final ViewOrder order;
    private final ViewRenderer renderer;
    private final int batchSize;

    public ViewBatches(Dataset dataset, int[] trainingIndices, Augmentation augmentation, long seed, int batchSize) {
        this.images = dataset.train();
        this.order = new ViewOrder(trainingIndices, seed);
        this.renderer = new ViewRenderer(images, dataset.normalization(), augmentation, trainingIndices, seed);
        this.batchSize = batchSize;
    }

    /** What does not fill a batch is left out of this epoch; another order leaves out other images. */
    public int perEpoch() {
        return order.size() / batchSize;
    }

    /** Steps {@code from} on, without end. */
    public Prefetch<TrainingBatch> from(long step, int depth) {
        AtomicLong next = new AtomicLong(step);
        return new Prefetch<>(depth, () -> Optional.of(at(next.getAndIncrement())));
    }

    private TrainingBatch at(long step) {
        int epoch = (int) (step / perEpoch());
        int first = (int) (step % perEpoch()) * batchSize;
        int imageBytes = images.shape().size();
        byte[] pixels = new byte[batchSize * imageBytes]; // [n, c, h, w]
        int[] labels = new int[batchSize];
        for (int i = 0; i < batchSize; i++) {
            int index = order.indexAt(epoch, first + i);
            renderer.render(epoch, index, pixels, i * imageBytes);
            labels[i] = images.label(index);
        }
        return new TrainingBatch(pixels, labels, null);
    }
}
