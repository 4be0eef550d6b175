package dev.retort.gateway.stand;

import dev.retort.distill.onnx.OnnxModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The floor: ONNX Runtime in a loop, each thread with a session of its own, without a gateway.
 *
 * @param batch images a call
 * @param time that is measured, after two seconds that are not
 */
public record BareSession(Path onnx, int batch, Duration time) {
    private static final double MILLISECOND = 1e6;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final int MOST_CALLS = 1 << 22;

    /** @param arguments an ONNX file, the number of threads, seconds, and images a call (1 unless told) */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        int threads = Integer.parseInt(arguments[1]);
        BareSession session = new BareSession(
                Path.of(arguments[0]),
                arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1,
                Duration.ofSeconds(Long.parseLong(arguments[2])));
        long[] nanos = session.measure(threads);
        System.out.printf(
                "%d thread(s): p50 %.3f ms, p99 %.3f ms, %.0f/s%n",
                threads,
                nanos[nanos.length / 2] / MILLISECOND,
                nanos[nanos.length * 99 / 100] / MILLISECOND,
                (double) session.batch * nanos.length / session.time.toSeconds());
    }

    private long[] measure(int threads) throws InterruptedException, ExecutionException {
        List<Future<long[]>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(this::loop));
            }
        }
        List<long[]> measured = new ArrayList<>();
        for (Future<long[]> thread : running) {
            measured.add(thread.get());
        }
        return measured.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    private long[] loop() throws IOException {
        try (OnnxModel model = OnnxModel.open(onnx, 1)) {
            FloatBuffer pixels = ByteBuffer.allocateDirect(batch * model.input().size() * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            long warm = System.nanoTime() + WARM_UP.toNanos();
            while (System.nanoTime() < warm) {
                model.logits(pixels.duplicate(), batch);
            }
            long[] nanos = new long[MOST_CALLS];
            int calls = 0;
            long end = System.nanoTime() + time.toNanos();
            for (long start = System.nanoTime(); start < end && calls < nanos.length; start = System.nanoTime()) {
                model.logits(pixels.duplicate(), batch);
                nanos[calls++] = System.nanoTime() - start;
            }
            return Arrays.copyOf(nanos, calls);
        }
    }
}
