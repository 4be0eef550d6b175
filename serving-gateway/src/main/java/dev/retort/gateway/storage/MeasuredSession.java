package dev.retort.gateway.storage;

import dev.retort.gateway.engine.Session;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;

/** A session, its time measured. */
record MeasuredSession(Session session, Timer timer, DistributionSummary batches) implements Session {
    @Override
    public float[] run(FloatBuffer pixels, int images) {
        long start = System.nanoTime();
        float[] logits = session.run(pixels, images);
        timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        batches.record(images);
        return logits;
    }

    @Override
    public void close() {
        session.close();
    }
}
