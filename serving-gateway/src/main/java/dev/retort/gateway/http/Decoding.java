package dev.retort.gateway.http;

import dev.retort.distill.data.ImageDecoder;
import dev.retort.distill.data.UnreadableImageException;
import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.config.GatewayConfig;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes images, on threads of its own: a large one keeps a core busy for long, and the threads that wait for answers have no
 * more than the cores. What it takes in memory is counted with the bodies; so many images wait and no more.
 */
@ApplicationScoped
class Decoding {
    /** What ImageIO copies of a file while it reads it, and the copy that it reads. */
    private static final int COPIES = 2;

    private final ByteBudget budget;
    private final long greatestPixels;
    private final int capacity;
    private final ThreadPoolExecutor threads;

    Decoding(ByteBudget budget, GatewayConfig config) {
        this.budget = budget;
        this.greatestPixels = config.greatestImagePixels();
        this.capacity = config.queue();
        int cores = Runtime.getRuntime().availableProcessors();
        this.threads = new ThreadPoolExecutor(
                cores,
                cores,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(capacity),
                Thread.ofPlatform().name("decoding-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
    }

    /**
     * Waits for the image, as long as the asker does.
     *
     * @return its pixels, as {@link ImageDecoder#decode} has them
     * @throws ApiException if nobody waits for it any more, or there is no room for it
     */
    byte[] decode(ByteBuffer file, ImageShape shape, Asker asker) throws UnreadableImageException {
        FutureTask<byte[]> task = new FutureTask<>(() -> decodeNow(file, shape, asker));
        asker.end().then(() -> task.cancel(false));
        try {
            threads.execute(task);
            return task.get(asker.deadline().remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw ApiException.overloaded(capacity + " images wait already to be decoded");
        } catch (TimeoutException | CancellationException e) {
            throw asker.gone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw asker.gone();
        } catch (ExecutionException e) {
            throw failure(e.getCause(), asker);
        }
    }

    /** On a thread of the pool. Ends soon after the asker has gone, and gives back what it took when it ends. */
    private byte[] decodeNow(ByteBuffer file, ImageShape shape, Asker asker) throws UnreadableImageException {
        asker.requireWaiting();
        ImageDecoder decoder = new ImageDecoder(shape, greatestPixels);
        try (ByteBudget.Loan loan = budget.loan()) {
            loan.take((long) COPIES * file.remaining());
            byte[] bytes = new byte[file.remaining()];
            file.get(file.position(), bytes);
            loan.take(decoder.decodingBytes(bytes));
            return decoder.decode(bytes, () -> !asker.isWaiting());
        }
    }

    private static UnreadableImageException failure(@Nullable Throwable failure, Asker asker) {
        return switch (failure) {
            case UnreadableImageException e -> e;
            case CancellationException e -> throw asker.gone();
            case OutOfMemoryError e -> throw ApiException.overloaded("there is no memory for this image");
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> throw new IllegalStateException("an image failed in an unknown way", failure);
        };
    }
}
