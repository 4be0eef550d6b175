package dev.retort.distill.torchscript;

import dev.retort.distill.weights.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A TorchScript archive with one class {@code Net} whose attributes are float tensors. */
public final class TorchArchive {
    private static final String ROOT = "a/";
    private static final String FORMAT_VERSION = "3\n";

    private TorchArchive() {}

    /** @param buffers attributes by name, contiguous */
    public static void write(Path file, String source, Map<String, Tensor> buffers) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            entry(zip, "version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
            entry(zip, "constants.pkl", new Pickle().emptyTuple().stop());
            entry(zip, "data.pkl", object(buffers));
            entry(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            int storage = 0;
            for (Tensor tensor : buffers.values()) {
                entry(zip, "data/" + storage++, littleEndian(tensor.values()));
            }
        }
    }

    private static byte[] object(Map<String, Tensor> buffers) {
        Pickle pickle = new Pickle().global("__torch__", "Net").emptyTuple().newObject();
        pickle.emptyDict().mark();
        pickle.text("training").bool(false);
        pickle.text("_is_full_backward_hook").none();
        int storage = 0;
        for (Map.Entry<String, Tensor> buffer : buffers.entrySet()) {
            pickle.text(buffer.getKey());
            tensor(pickle, storage++, buffer.getValue());
        }
        return pickle.setItems().build().stop();
    }

    private static void tensor(Pickle pickle, int storage, Tensor tensor) {
        pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
        pickle.mark().text("storage").global("torch", "FloatStorage").text(Integer.toString(storage));
        pickle.text("cpu").integer(tensor.values().length).tuple().persistentId();
        pickle.integer(0);
        long[] shape = tensor.shape();
        pickle.mark();
        for (long dimension : shape) {
            pickle.integer((int) dimension);
        }
        pickle.tuple().mark();
        for (int i = 0; i < shape.length; i++) {
            pickle.integer(stride(shape, i));
        }
        pickle.tuple().bool(false);
        pickle.global("collections", "OrderedDict").emptyTuple().reduce();
        pickle.tuple().reduce();
    }

    private static int stride(long[] shape, int dimension) {
        int stride = 1;
        for (int i = dimension + 1; i < shape.length; i++) {
            stride *= (int) shape[i];
        }
        return stride;
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static byte[] littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
