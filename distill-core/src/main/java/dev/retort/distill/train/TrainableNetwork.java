package dev.retort.distill.train;

import ai.djl.ndarray.NDArray;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.score.OpenClassifier;
import dev.retort.distill.torchscript.ArchivedTensor;
import dev.retort.distill.torchscript.FlatLayout;
import dev.retort.distill.torchscript.InputScript;
import dev.retort.distill.torchscript.StateBuffer;
import dev.retort.distill.torchscript.StateBuffer.Extent;
import dev.retort.distill.torchscript.TrainingScript;
import dev.retort.distill.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network in libtorch that takes steps. Each call is one call into libtorch, on a thread of its own; the object may be
 * used from any one thread at a time.
 */
public final class TrainableNetwork implements OpenClassifier {
    private final Network network;
    private final FlatLayout layout;
    private final List<StateBuffer> stateBuffers;
    private final ScriptedModule module;
    private final UnusedMemory unused;

    private TrainableNetwork(
            Network network, FlatLayout layout, List<StateBuffer> stateBuffers, ScriptedModule module) {
        this.network = network;
        this.layout = layout;
        this.stateBuffers = stateBuffers;
        this.module = module;
        this.unused = new UnusedMemory((long) Float.BYTES * layout.size(Extent.PARAMETERS));
    }

    /**
     * Writes the training form of the network with this state and loads it into libtorch.
     *
     * @throws IllegalArgumentException if the state was made with another optimizer or averaging
     */
    public static TrainableNetwork open(
            Network network, Normalization normalization, TrainingSettings settings, TrainingState state) {
        FlatLayout layout = new FlatLayout(network);
        List<StateBuffer> buffers = settings.update().state();
        TrainingState complete = state.with(buffers, layout);
        String source =
                TrainingScript.source(network, layout, settings.precision(), settings.loss(), settings.update());
        ScriptedModule module = ScriptedModule.load(source, tensors(normalization, complete), settings.threads());
        return new TrainableNetwork(network, layout, buffers, module);
    }

    /**
     * One optimizer step.
     *
     * @throws NonFiniteLossException if loss or gradient is not finite; all of {@link #state} is as before the step
     */
    public StepResult step(TrainingBatch batch, double learningRate) {
        StepResult result = module.call(scope -> {
            NDArray pixels = scope.pixels(batch.pixels(), batch.size(), network.input()); // [n, c, h, w]
            NDArray labels = scope.labels(batch.hardLabels()); // [n]
            NDArray teacher = scope.targets(batch.teacherLogits(), batch.size(), network.classes()); // [n, classes]
            NDArray rate = scope.number(learningRate);
            double[] answer = scope.train("step", pixels, labels, teacher, rate).toDoubleArray();
            if (answer[2] == 0) {
                throw new NonFiniteLossException(answer[0]);
            }
            return new StepResult(answer[0], (int) answer[1]);
        });
        unused.afterStep();
        return result;
    }

    /**
     * Logits in evaluation mode, by the averaged weights where they are kept.
     *
     * @param pixels [images, channels, height, width], uint8
     * @return [images × classes], row-major
     */
    @Override
    public float[] logits(byte[] pixels, int images) {
        return module.call(scope -> scope.evaluate("logits", scope.pixels(pixels, images, network.input()))
                .toFloatArray());
    }

    /** A copy of all that steps have changed, in the heap. */
    public TrainingState state() {
        try (StateSnapshot snapshot = snapshot()) {
            return snapshot.toState();
        }
    }

    /** A copy of all that steps have changed, to be closed by whoever takes it. */
    public StateSnapshot snapshot() {
        return module.call(scope -> {
            NDArray joined = scope.inProcessorsMemory(scope.evaluate("state"));
            FlatState state = parted(joined.toByteBuffer(true).asFloatBuffer());
            // From here on nobody else frees it.
            joined.detach();
            return new StateSnapshot(network, state, joined::close);
        });
    }

    private FlatState parted(FloatBuffer joined) {
        int at = layout.size(Extent.PARAMETERS);
        FloatBuffer parameters = joined.slice(0, at);
        Map<String, FloatBuffer> buffers = new LinkedHashMap<>();
        for (StateBuffer buffer : stateBuffers) {
            int size = layout.size(buffer.extent());
            buffers.put(buffer.name(), joined.slice(at, size));
            at += size;
        }
        return new FlatState(parameters, joined.slice(at, joined.limit() - at), buffers);
    }

    @Override
    public void close() {
        module.close();
    }

    private static Map<String, ArchivedTensor> tensors(Normalization normalization, TrainingState state) {
        Map<String, ArchivedTensor> tensors = new LinkedHashMap<>(InputScript.tensors(normalization));
        tensors.put("flat", vector(state.parameters()));
        tensors.put("bn", vector(state.statistics()));
        state.buffers().forEach((name, values) -> tensors.put(name, vector(values)));
        return tensors;
    }

    private static ArchivedTensor vector(float[] values) {
        return ArchivedTensor.floats(new Tensor(new long[] {values.length}, values));
    }
}
