package dev.retort.bench;

import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.Flip;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.MemoryImages;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainingBatch;
import dev.retort.distill.view.ViewOrder;
import dev.retort.distill.view.ViewRenderer;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Batches as a student gets them from the log, but from memory: views are rendered ahead on a thread of their own, by the
 * default augmentation and as far ahead as the trainer's; only soft targets, which say nothing, are there already.
 */
final class MemoryBatches implements AutoCloseable {
    private static final int IMAGES = 3968;
    private static final int AHEAD = 8;
    private static final Augmentation AUGMENTATION = new Augmentation(Flip.RANDOM, 4, 0, 0);
    private static final long SEED = 1;

    private final ImageShape shape;
    private final int classes;
    private final int batchSize;
    private final MemoryImages images;
    private final ViewOrder order;
    private final ViewRenderer renderer;
    private final Prefetch<TrainingBatch> ahead;
    private long position;

    MemoryBatches(ImageShape shape, int classes, Normalization normalization, int batchSize) {
        this.shape = shape;
        this.classes = classes;
        this.batchSize = batchSize;
        int[] labels = new Random(SEED).ints(IMAGES, 0, classes).toArray();
        this.images = MemoryImages.of(
                shape, labels, (index, target) -> new Random(index).nextBytes(target), LoadProgress.NONE);
        int[] all = IntStream.range(0, IMAGES).toArray();
        this.order = new ViewOrder(all, SEED);
        this.renderer = new ViewRenderer(images, normalization, AUGMENTATION, all, SEED);
        this.ahead = new Prefetch<>(AHEAD, () -> Optional.of(render()));
    }

    TrainingBatch next() {
        try {
            return ahead.take().orElseThrow();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for views", e);
        }
    }

    private TrainingBatch render() {
        byte[] pixels = new byte[batchSize * shape.size()]; // [n, c, h, w]
        int[] labels = new int[batchSize];
        for (int i = 0; i < batchSize; i++) {
            int view = (int) (position / IMAGES);
            int index = order.indexAt(view, (int) (position % IMAGES));
            renderer.render(view, index, pixels, i * shape.size());
            labels[i] = images.label(index);
            position++;
        }
        return new TrainingBatch(pixels, labels, new short[batchSize * classes]);
    }

    @Override
    public void close() {
        ahead.close();
    }
}
