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

/** The floor: ONNX Runtime in a loop, batch 1, each thread with a session of its own, without a gateway. */
public final class BareSession {
    private static final double MILLISECOND = 1e6;

    private BareSession() {}

    /** @param arguments an ONNX file, the number of threads, and seconds */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Path onnx = Path.of(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[2]));
        List<Future<long[]>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> measure(onnx, time)));
            }
        }
        List<long[]> measured = new ArrayList<>();
        for (Future<long[]> thread : running) {
            measured.add(thread.get());
        }
        long[] nanos = measured.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                "%d thread(s): p50 %.3f ms, p99 %.3f ms, %.0f/s%n",
                threads,
                nanos[nanos.length / 2] / MILLISECOND,
                nanos[nanos.length * 99 / 100] / MILLISECOND,
                nanos.length / (double) time.toSeconds());
    }

    private static long[] measure(Path onnx, Duration time) throws IOException {
        try (OnnxModel model = OnnxModel.open(onnx, 1)) {
            FloatBuffer pixels = ByteBuffer.allocateDirect(model.input().size() * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            long warm = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            while (System.nanoTime() < warm) {
                model.logits(pixels.duplicate(), 1);
            }
            long[] nanos = new long[1 << 22];
            int calls = 0;
            long end = System.nanoTime() + time.toNanos();
            for (long start = System.nanoTime(); start < end && calls < nanos.length; start = System.nanoTime()) {
                model.logits(pixels.duplicate(), 1);
                nanos[calls++] = System.nanoTime() - start;
            }
            return Arrays.copyOf(nanos, calls);
        }
    }
}
