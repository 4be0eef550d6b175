package dev.retort.kit.checkpoint;

import dev.retort.contracts.Digest;
import dev.retort.distill.train.StateSnapshot;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.run.Failure;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.store.StoreRefusedException;
import dev.retort.kit.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes the checkpoints of one training beside it, on a thread of its own: one at a time, in the order in which they were
 * handed over. A training waits for the copy of its state, and for the checkpoint before this one if that is still being
 * written. One that fails is tried again; where that does not help, the training's next call throws what went wrong: a
 * {@link RunFailure} with the code of its cause, or what store and broker throw when they stay away.
 * Confined to the training's thread.
 */
public final class CheckpointWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CheckpointWriter.class);
    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** As long as store and broker are waited for, one after the other. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Duration pause;
    private final ExecutorService thread;
    private @Nullable Digest latest;
    private @Nullable Future<Digest> inFlight;
    private long spentNanos;

    /** @param parent the checkpoint that the training begins at; null at its first step */
    public CheckpointWriter(@Nullable Digest parent) {
        this(parent, PAUSE);
    }

    CheckpointWriter(@Nullable Digest parent, Duration pause) {
        this.latest = parent;
        this.pause = pause;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("checkpoint").daemon().factory());
    }

    /** Writes and announces one checkpoint. */
    @FunctionalInterface
    public interface Writing {
        /** @param parent the checkpoint before it */
        Digest write(StateSnapshot state, @Nullable Digest parent);
    }

    /**
     * Takes a copy of the state and returns; the rest happens beside, and closes the copy.
     *
     * @throws RuntimeException with which the one before failed
     */
    public void begin(Supplier<StateSnapshot> state, Writing writing) throws InterruptedException {
        long start = System.nanoTime();
        Digest parent = awaitInFlight();
        StateSnapshot copy = state.get();
        try {
            inFlight = thread.submit(() -> writeOrTryAgain(copy, parent, writing));
        } catch (RejectedExecutionException e) {
            copy.close();
            throw e;
        }
        spentNanos += System.nanoTime() - start;
    }

    /**
     * To be asked now and then: returns at once.
     *
     * @throws RuntimeException with which the last one failed
     */
    public void check() throws InterruptedException {
        if (inFlight != null && inFlight.isDone()) {
            awaitInFlight();
        }
    }

    /**
     * The newest checkpoint, once it is written; null if there is none.
     *
     * @throws RuntimeException with which it failed
     */
    public @Nullable Digest await() throws InterruptedException {
        long start = System.nanoTime();
        Digest written = awaitInFlight();
        spentNanos += System.nanoTime() - start;
        return written;
    }

    /** For how long the training has waited for its checkpoints. */
    public double spentSeconds() {
        return spentNanos / 1e9;
    }

    /** Lets one that is being written end, for a while; whoever is interrupted does not wait. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("a checkpoint is still being written; leaving it");
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Digest awaitInFlight() throws InterruptedException {
        Future<Digest> awaited = inFlight;
        if (awaited != null) {
            inFlight = null;
            latest = get(awaited);
        }
        return latest;
    }

    private static Digest get(Future<Digest> written) throws InterruptedException {
        try {
            return written.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private Digest writeOrTryAgain(StateSnapshot state, @Nullable Digest parent, Writing writing)
            throws InterruptedException {
        try (state) {
            return tryAgain(state, parent, writing);
        }
    }

    private Digest tryAgain(StateSnapshot state, @Nullable Digest parent, Writing writing) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return writing.write(state, parent);
            } catch (StoreUnavailableException | StoreRefusedException | BrokerUnavailableException | RunFailure e) {
                // Tried for long enough by those who threw it, or not to be tried again.
                throw e;
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS) {
                    Failure failure = Failure.of(e);
                    failure.log(LOG, "a checkpoint");
                    throw new RunFailure(failure.code(), "a checkpoint cannot be written: " + failure.reason(), e);
                }
                LOG.warnf("a checkpoint could not be written (%s); trying again", e.getMessage());
                Thread.sleep(pause);
            }
        }
    }
}
