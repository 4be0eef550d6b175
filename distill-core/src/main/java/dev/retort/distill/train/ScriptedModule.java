package dev.retort.distill.train;

import ai.djl.Device;
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
import dev.retort.distill.torchscript.ArchivedTensor;
import dev.retort.distill.torchscript.TorchArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A script that was written by us and loaded into libtorch, on a thread of its own; what a call makes ends with it, unless it is detached. */
final class ScriptedModule implements AutoCloseable {
    private final TorchThread thread;
    private final NDManager manager;
    /** Closes itself, and the block with it, when it is collected: hence the field. */
    private final Model model;

    private final PtSymbolBlock block;
    private final Staging pixels = new Staging();
    private final Staging labels = new Staging();
    private final Staging targets = new Staging();

    private ScriptedModule(TorchThread thread, Model model) {
        this.thread = thread;
        this.model = model;
        this.block = (PtSymbolBlock) model.getBlock();
        this.manager = model.getNDManager();
    }

    static ScriptedModule load(String source, Map<String, ArchivedTensor> buffers, int threads) {
        TorchThread thread = new TorchThread(threads);
        try {
            return new ScriptedModule(thread, thread.call(() -> model(source, buffers)));
        } catch (RuntimeException e) {
            thread.close();
            throw e;
        }
    }

    /** Arrays of one call, of which there is one at a time, and the script's methods. Each argument is asked for once. */
    final class Scope {
        private final NDManager arrays;
        private final NDManager host;

        private Scope(NDManager arrays) {
            this.arrays = arrays;
            this.host = arrays.newSubManager(Device.cpu());
        }

        /**
         * @param source [images, channels, height, width], uint8
         * @param images how many of them count
         */
        NDArray pixels(byte[] source, int images, ImageShape shape) {
            ByteBuffer staged = pixels.of(images * shape.size());
            staged.put(0, source, 0, images * shape.size());
            return arrays.create(
                    staged, new Shape(images, shape.channels(), shape.height(), shape.width()), DataType.UINT8);
        }

        /** @return [values], int64 */
        NDArray labels(int[] values) {
            ByteBuffer staged = labels.of(values.length * Long.BYTES);
            LongBuffer longs = staged.asLongBuffer();
            for (int value : values) {
                longs.put(value);
            }
            return arrays.create(staged, new Shape(values.length), DataType.INT64);
        }

        /**
         * @param halves binary16, row-major; null is zeros
         * @return [rows, columns], fp32
         */
        NDArray targets(short @Nullable [] halves, int rows, int columns) {
            ByteBuffer staged = targets.of(rows * columns * Float.BYTES);
            FloatBuffer floats = staged.asFloatBuffer();
            for (int i = 0; i < rows * columns; i++) {
                floats.put(halves == null ? 0 : Float.float16ToFloat(halves[i]));
            }
            return arrays.create(staged, new Shape(rows, columns), DataType.FLOAT32);
        }

        /** A number that the script reads on the processor: nothing waits for a GPU. */
        NDArray number(double value) {
            return host.create(new double[] {value});
        }

        /** Runs a method that may record gradients. */
        NDArray train(String method, NDArray... arguments) {
            return run(method, true, arguments);
        }

        /** Runs a method that may not. */
        NDArray evaluate(String method, NDArray... arguments) {
            return run(method, false, arguments);
        }

        /** The same array where it is there already. */
        NDArray inProcessorsMemory(NDArray array) {
            return array.toDevice(Device.cpu(), false);
        }

        private NDArray run(String method, boolean train, NDArray... arguments) {
            NDArray name = host.create(0);
            name.setName("module_method:" + method);
            NDList inputs = new NDList(name);
            inputs.addAll(List.of(arguments));
            return IValueUtils.forward(block, inputs, train).singletonOrThrow();
        }
    }

    <T> T call(Function<Scope, T> work) {
        return thread.call(() -> {
            try (NDManager arrays = manager.newSubManager()) {
                return work.apply(new Scope(arrays));
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

    private static Model model(String source, Map<String, ArchivedTensor> buffers) {
        try {
            Path directory = Files.createTempDirectory("retort-torchscript");
            Path file = directory.resolve("net.pt");
            try {
                TorchArchive.write(file, source, buffers);
                return load(directory);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the TorchScript archive: " + e.getMessage(), e);
        } catch (MalformedModelException e) {
            throw new UnreadableScriptException(e);
        }
    }

    private static Model load(Path directory) throws IOException, MalformedModelException {
        Model model = Model.newInstance("net", TorchThread.device(), "PyTorch");
        try {
            // Our tensors are attributes, which do not move with a module: they are loaded where they will be used.
            model.load(directory, "net", Map.of("trainParam", "true", "mapLocation", "true"));
            return model;
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw e;
        }
    }
}
