package dev.retort.distill.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.torchscript.ArchivedTensor;
import dev.retort.distill.torchscript.FlatLayout;
import dev.retort.distill.torchscript.InputScript;
import dev.retort.distill.torchscript.LossScript;
import dev.retort.distill.torchscript.OptimizerScript;
import dev.retort.distill.torchscript.TrainingScript;
import dev.retort.distill.weights.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network in libtorch that takes steps. Each call is one call into libtorch, on a thread of its own; the object may be
 * used from any one thread at a time.
 */
public final class TrainableNetwork implements AutoCloseable {
    private final Network network;
    private final ScriptedModule module;
    private final int parameterCount;

    private TrainableNetwork(Network network, ScriptedModule module, int parameterCount) {
        this.network = network;
        this.module = module;
        this.parameterCount = parameterCount;
    }

    /** Writes the training form of the network with this state and loads it into libtorch. */
    public static TrainableNetwork open(
            Network network, Normalization normalization, TrainingSettings settings, TrainingState state) {
        String source = TrainingScript.source(
                network,
                new FlatLayout(network),
                settings.precision(),
                new LossScript(settings.loss(), settings.labelSmoothing()),
                new OptimizerScript(settings.optimizer()));
        ScriptedModule module = ScriptedModule.load(source, tensors(normalization, state), settings.threads());
        return new TrainableNetwork(network, module, state.parameters().length);
    }

    /**
     * One optimizer step.
     *
     * @throws NonFiniteLossException if loss or gradient is not finite; all of {@link #state} is as before the step
     */
    public StepResult step(TrainingBatch batch, double learningRate) {
        return module.call(scope -> {
            NDArray pixels = scope.pixels(batch.pixels(), batch.size(), network.input()); // [n, c, h, w]
            NDArray labels = scope.arrays().create(longs(batch.hardLabels())); // [n]
            NDArray teacher =
                    scope.arrays().create(floats(batch), new Shape(batch.size(), network.classes())); // [n, classes]
            NDArray rate = scope.arrays().create(new double[] {learningRate});
            double[] answer = scope.train("step", pixels, labels, teacher, rate).toDoubleArray();
            if (answer[2] == 0) {
                throw new NonFiniteLossException(answer[0]);
            }
            return new StepResult(answer[0], (int) answer[1]);
        });
    }

    /**
     * Logits in evaluation mode.
     *
     * @param pixels [images, channels, height, width], uint8
     * @return [images × classes], row-major
     */
    public float[] logits(byte[] pixels, int images) {
        return module.call(scope -> scope.evaluate("logits", scope.pixels(pixels, images, network.input()))
                .toFloatArray());
    }

    /** A copy of all that steps have changed. */
    public TrainingState state() {
        float[] joined = module.call(scope -> scope.evaluate("state").toFloatArray());
        return new TrainingState(
                Arrays.copyOfRange(joined, 0, parameterCount),
                Arrays.copyOfRange(joined, parameterCount, 2 * parameterCount),
                Arrays.copyOfRange(joined, 2 * parameterCount, joined.length));
    }

    @Override
    public void close() {
        module.close();
    }

    private float[] floats(TrainingBatch batch) {
        float[] floats = new float[batch.size() * network.classes()];
        short[] logits = batch.teacherLogits();
        if (logits != null) {
            for (int i = 0; i < floats.length; i++) {
                floats[i] = Float.float16ToFloat(logits[i]);
            }
        }
        return floats;
    }

    private static long[] longs(int[] labels) {
        return Arrays.stream(labels).asLongStream().toArray();
    }

    private static Map<String, ArchivedTensor> tensors(Normalization normalization, TrainingState state) {
        Map<String, ArchivedTensor> tensors = new LinkedHashMap<>(InputScript.tensors(normalization));
        tensors.put("flat", vector(state.parameters()));
        tensors.put("mom", vector(state.momentum()));
        tensors.put("bn", vector(state.statistics()));
        return tensors;
    }

    private static ArchivedTensor vector(float[] values) {
        return ArchivedTensor.floats(new Tensor(new long[] {values.length}, values));
    }
}
