package dev.retort.distill.onnx;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.retort.distill.network.ImageShape;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * An ONNX classifier in ONNX Runtime, through DJL. Many threads may call it at once; each call computes on its own
 * thread and on as many as it was opened with. {@link #close} waits for the calls that are under way; what comes later
 * fails with IllegalStateException.
 */
public final class OnnxModel implements AutoCloseable {
    private static final float[] SCALED = scaledPixels();

    // DJL closes a model that is collected: this reference keeps it.
    private final Model model;
    private final Block block;
    private final NDManager manager;
    private final OnnxSignature signature;
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxModel(Model model, OnnxSignature signature) {
        this.model = model;
        this.block = model.getBlock();
        this.manager = model.getNDManager();
        this.signature = signature;
    }

    /** Loads ONNX Runtime's native library, which the first model would wait for otherwise. */
    public static void loadRuntime() {
        OnnxRuntime.newModel().close();
    }

    /**
     * @param threads that one call computes on
     * @throws UnusableModelException if the file is no ONNX classifier
     */
    public static OnnxModel open(Path file, int threads) throws IOException {
        OnnxSignature signature = OnnxSignature.read(Files.readAllBytes(file));
        Model model = OnnxRuntime.newModel();
        try {
            model.load(file, null, OnnxRuntime.options(threads));
            return new OnnxModel(model, signature);
        } catch (MalformedModelException e) {
            model.close();
            throw unusable(e);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * @param threads that one call computes on
     * @throws UnusableModelException if the bytes are no ONNX classifier
     */
    public static OnnxModel open(byte[] onnx, int threads) throws IOException {
        // A file, because DJL would leave a directory behind for each model that it reads from a stream.
        Path file = Files.createTempFile("retort", ".onnx");
        try {
            Files.write(file, onnx);
            return open(file, threads);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Shape of one image. */
    public ImageShape input() {
        return signature.input();
    }

    public int classes() {
        return signature.classes();
    }

    /** What the file calls its input. */
    public String inputName() {
        return signature.inputName();
    }

    /** What the file calls its output. */
    public String outputName() {
        return signature.outputName();
    }

    /**
     * @param pixels [images × channels × height × width], in [0, 1]
     * @return [images × classes]
     */
    public float[] logits(float[] pixels, int images) {
        return run(FloatBuffer.wrap(pixels), images);
    }

    /**
     * @param pixels the remaining floats are [images × channels × height × width], in [0, 1]; a direct buffer in native
     *     byte order is read in place, and must not change before this returns
     * @return [images × classes]
     */
    public float[] logits(FloatBuffer pixels, int images) {
        return run(pixels, images);
    }

    /**
     * @param pixels uint8 [images × channels × height × width]
     * @return [images × classes]
     */
    public float[] logits(byte[] pixels, int images) {
        FloatBuffer scaled = ByteBuffer.allocateDirect(Math.multiplyExact(pixels.length, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (byte pixel : pixels) {
            scaled.put(SCALED[Byte.toUnsignedInt(pixel)]);
        }
        return run(scaled.flip(), images);
    }

    private float[] run(FloatBuffer pixels, int images) {
        requireSize(pixels, images);
        ImageShape image = signature.input();
        Shape shape = new Shape(images, image.channels(), image.height(), image.width());
        lifetime.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("this model is closed");
            }
            try (NDManager call = manager.newSubManager()) {
                NDArray input = call.create(pixels, shape, DataType.FLOAT32);
                NDList output = block.forward(new ParameterStore(call, false), new NDList(input), false);
                return output.singletonOrThrow().toFloatArray();
            }
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private void requireSize(Buffer pixels, int images) {
        long expected = (long) images * signature.input().size();
        if (images < 1 || pixels.remaining() != expected) {
            throw new IllegalArgumentException("%d images of %s are %d values, got %d"
                    .formatted(images, signature.input(), expected, pixels.remaining()));
        }
    }

    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                model.close();
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    private static UnusableModelException unusable(Exception cause) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        return new UnusableModelException("ONNX Runtime cannot load this model: " + root.getMessage(), cause);
    }

    private static float[] scaledPixels() {
        float[] scaled = new float[256];
        for (int pixel = 0; pixel < scaled.length; pixel++) {
            scaled[pixel] = pixel / 255f;
        }
        return scaled;
    }
}
