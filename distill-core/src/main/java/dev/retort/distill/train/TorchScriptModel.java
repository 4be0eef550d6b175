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
import dev.retort.distill.onnx.UnusableModelException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** A TorchScript archive that others wrote, in evaluation mode, on a thread of its own. */
public final class TorchScriptModel implements AutoCloseable {
    private static final String ENDING = ".pt";

    private final TorchThread thread;
    /** Closes itself when it is collected: hence the field. */
    private final Model model;

    private final ImageShape input;

    private TorchScriptModel(TorchThread thread, Model model, ImageShape input) {
        this.thread = thread;
        this.model = model;
        this.input = input;
    }

    /**
     * @param file whose name ends in {@code .pt}
     * @throws UnusableModelException if libtorch cannot load it
     */
    public static TorchScriptModel open(Path file, ImageShape input, int threads) throws UnusableModelException {
        TorchThread thread = new TorchThread(threads);
        try {
            Model model = thread.call(() -> load(file));
            return new TorchScriptModel(thread, model, input);
        } catch (RuntimeException e) {
            thread.close();
            throw new UnusableModelException("libtorch cannot load this model: " + e.getMessage(), e);
        }
    }

    private static Model load(Path file) {
        Model model = Model.newInstance("outside", TorchThread.device(), "PyTorch");
        try {
            String name = file.getFileName().toString();
            model.load(
                    file.getParent(),
                    name.substring(0, name.length() - ENDING.length()),
                    Map.of("mapLocation", "true"));
            return model;
        } catch (IOException | MalformedModelException e) {
            model.close();
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /**
     * @param pixels float [images × channels × height × width], as the model wants them
     * @return what it answers, row-major
     */
    public float[] logits(FloatBuffer pixels, int images) {
        return thread.call(() -> {
            try (NDManager scope = model.getNDManager().newSubManager()) {
                NDArray batch = scope.create(
                        pixels, new Shape(images, input.channels(), input.height(), input.width()), DataType.FLOAT32);
                NDArray logits = IValueUtils.forward((PtSymbolBlock) model.getBlock(), new NDList(batch), false)
                        .singletonOrThrow();
                return logits.toType(DataType.FLOAT32, false).toFloatArray();
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
}
