package dev.retort.distill.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One platform thread for all calls into libtorch. Thread count, grad mode and graph optimizer are per thread there, and
 * the optimizer's plans make a resumed run differ from an undisturbed one: it is off before the first call.
 */
final class TorchThread implements AutoCloseable {
    static {
        // Natives come with the application; nothing is fetched and nobody is told.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private static final Lock THREAD_COUNT = new ReentrantLock();

    private final ExecutorService executor;

    TorchThread(int threads) {
        executor = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("libtorch").daemon().factory());
        call(() -> {
            Engine.getEngine("PyTorch");
            JniUtils.setGraphExecutorOptimize(false);
            computeWith(threads);
            return true;
        });
    }

    /**
     * The count is the thread's own, but its first use sets it once more from one for the whole process, which is that of
     * whoever set a count last: it is used before another thread may set one. Sums depend on it, to the bit.
     */
    private static void computeWith(int threads) {
        THREAD_COUNT.lock();
        try {
            JniUtils.setNumThreads(threads);
            int inUse = JniUtils.getNumThreads();
            if (inUse != threads) {
                throw new IllegalStateException(
                        "libtorch computes with %d threads where %d are asked for".formatted(inUse, threads));
            }
        } finally {
            THREAD_COUNT.unlock();
        }
    }

    /**
     * Where libtorch computes: on the first GPU, where it is built for CUDA and sees one, else on the processor.
     * {@code CUDA_VISIBLE_DEVICES} chooses among several, and hides all when it is empty. Libtorch itself is asked: DJL's own
     * default asks CUDA's runtime, under a file name that few installations have.
     */
    static Device device() {
        return Engine.getEngine("PyTorch").hasCapability(StandardCapabilities.CUDA) ? Device.gpu() : Device.cpu();
    }

    /** Of libtorch. */
    static String version() {
        return Engine.getEngine("PyTorch").getVersion();
    }

    /** Runs it on the thread and waits; what it throws is thrown here. */
    <T> T call(Supplier<T> work) {
        Future<T> result = executor.submit(work::get);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    // A step is short and cannot be stopped half-way: finish it, then say so.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("libtorch failed", e.getCause());
        } catch (CancellationException e) {
            throw new IllegalStateException("the network is closed", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
