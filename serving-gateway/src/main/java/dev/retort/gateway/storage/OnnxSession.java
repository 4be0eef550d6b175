package dev.retort.gateway.storage;

import dev.retort.distill.onnx.OnnxModel;
import dev.retort.gateway.engine.Session;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;

/** A model in ONNX Runtime, its time measured. */
record OnnxSession(OnnxModel model, Timer timer, DistributionSummary batches) implements Session {
    @Override
    public float[] run(FloatBuffer pixels, int images) {
        long start = System.nanoTime();
        float[] logits = model.logits(pixels, images);
        timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        batches.record(images);
        return logits;
    }

    @Override
    public void close() {
        model.close();
    }
}
