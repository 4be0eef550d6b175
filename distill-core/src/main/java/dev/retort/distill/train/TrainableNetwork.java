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
import dev.retort.distill.score.OpenClassifier;
import dev.retort.distill.torchscript.FlatLayout;
import dev.retort.distill.torchscript.StateBuffer;
import dev.retort.distill.torchscript.StateBuffer.Extent;
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
public final class TrainableNetwork implements OpenClassifier {
    private final Network network;
    private final FlatLayout layout;
    private final List<StateBuffer> stateBuffers;
    private final TorchThread thread;
    private final NDManager manager;
    /** Closes itself, and the block with it, when it is collected: hence the field. */
    private final Model model;

    private final PtSymbolBlock block;

    private TrainableNetwork(
            Network network, FlatLayout layout, List<StateBuffer> stateBuffers, TorchThread thread, Model model) {
        this.network = network;
        this.layout = layout;
        this.stateBuffers = stateBuffers;
        this.thread = thread;
        this.model = model;
        this.block = (PtSymbolBlock) model.getBlock();
        this.manager = model.getNDManager();
    }

    /**
     * Writes the training form of the network with this state and loads it into libtorch.
     *
     * @throws IllegalArgumentException if the state was made with another optimizer or averaging
     */
    public static TrainableNetwork open(
            Network network, Normalization normalization, TrainingSettings settings, TrainingState state) {
        FlatLayout layout = new FlatLayout(network);
        TrainingState complete = state.with(settings.update().state(), layout);
        String source =
                TrainingScript.source(network, layout, settings.precision(), settings.loss(), settings.update());
        TorchThread thread = new TorchThread(settings.threads());
        Model model = thread.call(() -> load(source, buffers(normalization, complete)));
        return new TrainableNetwork(network, layout, settings.update().state(), thread, model);
    }

    /**
     * One optimizer step.
     *
     * @throws NonFiniteLossException if loss or gradient is not finite; parameters and momentum are as before the step
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
     * Logits in evaluation mode, by the averaged weights where they are kept.
     *
     * @param pixels [images, channels, height, width], uint8
     * @return [images × classes], row-major
     */
    @Override
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
                return split(run(scope, "state").toFloatArray());
            }
        });
    }

    private TrainingState split(float[] joined) {
        int at = layout.size(Extent.PARAMETERS);
        float[] parameters = Arrays.copyOfRange(joined, 0, at);
        Map<String, float[]> buffers = new LinkedHashMap<>();
        for (StateBuffer buffer : stateBuffers) {
            int end = at + layout.size(buffer.extent());
            buffers.put(buffer.name(), Arrays.copyOfRange(joined, at, end));
            at = end;
        }
        return new TrainingState(parameters, Arrays.copyOfRange(joined, at, joined.length), buffers);
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
        buffers.put("bn", vector(state.statistics()));
        state.buffers().forEach((name, values) -> buffers.put(name, vector(values)));
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
