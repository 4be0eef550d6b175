package dev.retort.distill.view;

import dev.retort.distill.random.CounterRandom;
import dev.retort.distill.random.Permutation;
import dev.retort.distill.random.Stream;
import java.util.Objects;

/** The order in which each view passes over the training part: every image once, each view in an order of its own. */
public final class ViewOrder {
    private final int[] trainingIndices;
    private final long seed;

    // Readers go through a view from its beginning to its end: remembering the last order is enough.
    private volatile Order last;

    /** @param trainingIndices indices into the dataset of the images that may be trained on */
    public ViewOrder(int[] trainingIndices, long seed) {
        if (trainingIndices.length == 0) {
            throw new IllegalArgumentException("no images to put in order");
        }
        this.trainingIndices = trainingIndices.clone();
        this.seed = seed;
        this.last = order(0);
    }

    /** Images in one view. */
    public int size() {
        return trainingIndices.length;
    }

    /** Index into the dataset of the image at {@code position} of {@code view}. */
    public int indexAt(int view, int position) {
        Objects.checkIndex(position, trainingIndices.length);
        Order order = last;
        if (order.view != view) {
            order = order(view);
            last = order;
        }
        return trainingIndices[order.positions[position]];
    }

    private Order order(int view) {
        if (view < 0) {
            throw new IllegalArgumentException("views count from 0, not " + view);
        }
        CounterRandom random = new CounterRandom(seed, Stream.VIEW_ORDER, view, 0);
        return new Order(view, Permutation.of(trainingIndices.length, random));
    }

    private static final class Order {
        private final int view;
        private final int[] positions;

        Order(int view, int[] positions) {
            this.view = view;
            this.positions = positions;
        }
    }
}
