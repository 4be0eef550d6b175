package dev.retort.gateway.engine;

import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Logits;
import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes what waits, computes it as one batch in native memory of its own, answers each. Ends when interrupted. */
final class Worker implements Runnable {
    private final Session session;
    private final BatchShape shape;
    private final JobQueue queue;
    private final Pace pace;

    Worker(Session session, BatchShape shape, JobQueue queue, Pace pace) {
        this.session = session;
        this.shape = shape;
        this.queue = queue;
        this.pace = pace;
    }

    @Override
    public void run() {
        // An arena and not a direct buffer: its memory goes with the worker, and does not wait for a collection.
        try (session;
                Arena arena = Arena.ofConfined()) {
            FloatBuffer pixels = arena.allocate(shape.bytes(), Float.BYTES)
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            while (!Thread.currentThread().isInterrupted()) {
                List<Job> batch = queue.take(shape.limit());
                answer(batch, pixels);
                queue.computed(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(List<Job> batch, FloatBuffer pixels) {
        try {
            if (batch.getFirst().count() > shape.greatestImages()) {
                answerInSlices(batch.getFirst(), pixels);
            } else {
                answerAtOnce(batch, pixels);
            }
        } catch (RuntimeException | Error e) {
            // Whoever asked hears of it; the worker lives on for the others.
            batch.forEach(job -> job.fail(e));
        }
    }

    private void answerAtOnce(List<Job> batch, FloatBuffer pixels) {
        pixels.clear();
        List<Job> asked = new ArrayList<>(batch.size());
        int images = 0;
        for (Job job : batch) {
            Images wanted = job.images().orElse(null);
            if (wanted != null) {
                wanted.copyTo(pixels, 0, job.count());
                images += job.count();
                asked.add(job);
            }
        }
        if (!asked.isEmpty()) {
            answerAtOnce(asked, pixels.flip(), images);
        }
    }

    private void answerAtOnce(List<Job> asked, FloatBuffer pixels, int images) {
        Logits logits = new Logits(run(pixels, images), shape.classes());
        int first = 0;
        for (Job job : asked) {
            job.answer(asked.size() == 1 ? logits : logits.rows(first, job.count()));
            first += job.count();
        }
    }

    private void answerInSlices(Job job, FloatBuffer pixels) {
        Images images = job.images().orElse(null);
        if (images == null) {
            return;
        }
        float[] logits = new float[job.count() * shape.classes()];
        for (int first = 0; first < job.count() && isWanted(job); first += shape.greatestImages()) {
            int slice = Math.min(shape.greatestImages(), job.count() - first);
            pixels.clear();
            images.copyTo(pixels, first, slice);
            float[] answer = run(pixels.flip(), slice);
            System.arraycopy(answer, 0, logits, first * shape.classes(), answer.length);
        }
        if (isWanted(job)) {
            job.answer(new Logits(logits, shape.classes()));
        } else {
            job.expire();
        }
    }

    private float[] run(FloatBuffer pixels, int images) {
        long start = System.nanoTime();
        float[] logits = session.run(pixels, images);
        pace.record(System.nanoTime() - start, images);
        return logits;
    }

    private static boolean isWanted(Job job) {
        return job.isWanted(job.nanosLeft(System.nanoTime()));
    }
}
