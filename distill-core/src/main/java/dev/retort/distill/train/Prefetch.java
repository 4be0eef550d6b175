package dev.retort.distill.train;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Prepares items ahead on a thread of its own, at most {@code depth} of them, so that a step need not wait for its data.
 * What the source throws is thrown by {@link #take}.
 */
public final class Prefetch<T> implements AutoCloseable {
    /** How often one that waits asks whether to go on. */
    private static final long ASK_MILLIS = 200;

    private final BlockingQueue<Item<T>> ready;
    private final Thread thread;
    private boolean releasing;
    private long waitedNanos;

    /** @param source the next item, or empty at the end; called on the other thread, one call after the other */
    public Prefetch(int depth, Callable<Optional<T>> source) {
        this(depth, source, () -> {});
    }

    /** @param release gives back what the source holds; called once on the other thread, however the source ends */
    public Prefetch(int depth, Callable<Optional<T>> source, Runnable release) {
        this.ready = new ArrayBlockingQueue<>(depth);
        this.thread = Thread.ofPlatform().name("prefetch").daemon().start(() -> {
            try {
                fill(source);
            } finally {
                beginRelease();
                release.run();
            }
        });
    }

    /** Whether whoever waits for an item goes on waiting. */
    @FunctionalInterface
    public interface Check {
        /** @throws InterruptedException to end the waiting */
        void goesOn() throws InterruptedException;
    }

    private sealed interface Item<T> {
        record Value<T>(T value) implements Item<T> {}

        record End<T>() implements Item<T> {}

        record Failure<T>(Throwable cause) implements Item<T> {}
    }

    /**
     * The next item, as soon as it is ready; empty at the end.
     *
     * @throws RuntimeException what the source threw, an Error as well; a checked exception as the cause of an
     *     IllegalStateException
     */
    public Optional<T> take() throws InterruptedException {
        return take(() -> {});
    }

    /**
     * As {@link #take()}; while there is none, asks a few times a second whether to go on waiting. What the check throws is
     * thrown, and the item stays for the next call.
     */
    public Optional<T> take(Check check) throws InterruptedException {
        long start = System.nanoTime();
        Item<T> item = ready.poll(ASK_MILLIS, TimeUnit.MILLISECONDS);
        while (item == null) {
            check.goesOn();
            item = ready.poll(ASK_MILLIS, TimeUnit.MILLISECONDS);
        }
        waitedNanos += System.nanoTime() - start;
        return switch (item) {
            case Item.Value<T>(T value) -> Optional.of(value);
            case Item.End<T>() -> Optional.empty();
            case Item.Failure<T>(Throwable cause) -> throw asUnchecked(cause);
        };
    }

    /** How long {@link #take} has waited in all: what the data cost the steps. */
    public double waitedSeconds() {
        return waitedNanos / 1e9;
    }

    /** Stops the source and waits until it has ended: after this nothing of it runs. */
    @Override
    public void close() {
        interruptSource();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void interruptSource() {
        if (!releasing) {
            thread.interrupt();
        }
    }

    /** What is closed with the thread's flag set may refuse to close in order, and a source may end just as we are closed. */
    private synchronized void beginRelease() {
        releasing = true;
        Thread.interrupted();
    }

    private void fill(Callable<Optional<T>> source) {
        try {
            Optional<T> next = call(source);
            while (next.isPresent()) {
                ready.put(new Item.Value<>(next.get()));
                next = call(source);
            }
            ready.put(new Item.End<>());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SourceFailure e) {
            offer(new Item.Failure<>(e.failure));
        }
    }

    private Optional<T> call(Callable<Optional<T>> source) throws InterruptedException, SourceFailure {
        try {
            return source.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            // An error too: whoever waits in take() would wait forever.
            throw new SourceFailure(e);
        }
    }

    private void offer(Item<T> item) {
        try {
            ready.put(item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException asUnchecked(Throwable cause) {
        return switch (cause) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            case Throwable checked -> new IllegalStateException(checked);
        };
    }

    private static final class SourceFailure extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Throwable failure;

        SourceFailure(Throwable failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
