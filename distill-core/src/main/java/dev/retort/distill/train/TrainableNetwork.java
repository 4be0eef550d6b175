package dev.retort.distill.train;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.torchscript.FlatLayout;
import dev.retort.distill.torchscript.LossScript;
import dev.retort.distill.torchscript.OptimizerScript;
import dev.retort.distill.torchscript.TorchArchive;
import dev.retort.distill.torchscript.TrainingScript;
import dev.retort.distill.weights.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network in libtorch that takes steps. Each call is one call into libtorch, on a thread of its own; the object may be
 * used from any one thread at a time.
 */
public final class TrainableNetwork implements AutoCloseable {
    private final Network network;
    private final TorchThread thread;
    private final NDManager manager;
    /** Closes itself, and the block with it, when it is collected: hence the field. */
    private final Model model;

    private final PtSymbolBlock block;
    private final int parameterCount;

    private TrainableNetwork(Network network, TorchThread thread, Model model, int parameterCount) {
        this.network = network;
        this.thread = thread;
        this.model = model;
        this.block = (PtSymbolBlock) model.getBlock();
        this.manager = model.getNDManager();
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
        TorchThread thread = new TorchThread(settings.threads());
        Model model = thread.call(() -> load(source, buffers(normalization, state)));
        return new TrainableNetwork(network, thread, model, state.parameters().length);
    }

    /**
     * One optimizer step.
     *
     * @throws NonFiniteLossException if loss or gradient is not finite; all of {@link #state} is as before the step
     */
    public StepResult step(TrainingBatch batch, double learningRate) {
        return thread.call(() -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray pixels = pixels(scope, batch.pixels(), batch.size()); // [n, c, h, w]
                NDArray labels = scope.create(longs(batch.hardLabels())); // [n]
                NDArray teacher =
                        scope.create(floats(batch), new Shape(batch.size(), network.classes())); // [n, classes]
                NDArray rate = scope.create(new double[] {learningRate});
                double[] answer =
                        run(scope, "step", pixels, labels, teacher, rate).toDoubleArray();
                if (answer[2] == 0) {
                    throw new NonFiniteLossException(answer[0]);
                }
                return new StepResult(answer[0], (int) answer[1]);
            }
        });
    }

    /**
     * Logits in evaluation mode.
     *
     * @param pixels [images, channels, height, width], uint8
     * @return [images × classes], row-major
     */
    public float[] logits(byte[] pixels, int images) {
        return thread.call(() -> {
            try (NDManager scope = manager.newSubManager()) {
                return run(scope, "logits", pixels(scope, pixels, images)).toFloatArray();
            }
        });
    }

    /** A copy of all that steps have changed. */
    public TrainingState state() {
        return thread.call(() -> {
            try (NDManager scope = manager.newSubManager()) {
                float[] joined = run(scope, "state").toFloatArray();
                return new TrainingState(
                        Arrays.copyOfRange(joined, 0, parameterCount),
                        Arrays.copyOfRange(joined, parameterCount, 2 * parameterCount),
                        Arrays.copyOfRange(joined, 2 * parameterCount, joined.length));
            }
        });
    }

    @Override
    public void close() {
        thread.call(() -> {
            model.close();
            return true;
        });
        thread.close();
    }

    /** Runs a method of the script; only a step may record gradients. */
    private NDArray run(NDManager scope, String method, NDArray... arguments) {
        NDArray name = scope.create(0);
        name.setName("module_method:" + method);
        NDList inputs = new NDList(name);
        inputs.addAll(List.of(arguments));
        return IValueUtils.forward(block, inputs, method.equals("step")).singletonOrThrow();
    }

    private NDArray pixels(NDManager scope, byte[] pixels, int images) {
        ImageShape shape = network.input();
        return scope.create(
                ByteBuffer.wrap(pixels, 0, images * shape.size()).slice(),
                new Shape(images, shape.channels(), shape.height(), shape.width()),
                DataType.UINT8);
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

    private static Map<String, Tensor> buffers(Normalization normalization, TrainingState state) {
        Map<String, Tensor> buffers = new LinkedHashMap<>();
        buffers.put("flat", vector(state.parameters()));
        buffers.put("mom", vector(state.momentum()));
        buffers.put("bn", vector(state.statistics()));
        int channels = normalization.mean().size();
        float[] shift = new float[channels];
        float[] scale = new float[channels];
        for (int i = 0; i < channels; i++) {
            shift[i] = (float) (255 * normalization.mean().get(i));
            scale[i] = (float) (1 / (255 * normalization.standardDeviation().get(i)));
        }
        buffers.put("shift", new Tensor(new long[] {1, channels, 1, 1}, shift));
        buffers.put("scale", new Tensor(new long[] {1, channels, 1, 1}, scale));
        return buffers;
    }

    private static Tensor vector(float[] values) {
        return new Tensor(new long[] {values.length}, values);
    }

    private static Model load(String source, Map<String, Tensor> buffers) {
        try {
            Path directory = Files.createTempDirectory("retort-torchscript");
            Path file = directory.resolve("net.pt");
            try {
                TorchArchive.write(file, source, buffers);
                Model model = Model.newInstance("net", "PyTorch");
                model.load(directory, "net", Map.of("trainParam", "true"));
                return model;
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the training form: " + e.getMessage(), e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException("libtorch cannot read the training form that we wrote", e);
        }
    }
}
