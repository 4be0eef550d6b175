package dev.retort.distill.torchscript;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A TorchScript archive with one class {@code Net} whose attributes are tensors. */
public final class TorchArchive {
    private static final String ROOT = "a/";
    private static final String FORMAT_VERSION = "3\n";

    private TorchArchive() {}

    /** @param tensors attributes by name */
    public static void write(Path file, String source, Map<String, ArchivedTensor> tensors) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            entry(zip, "version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
            entry(zip, "constants.pkl", new Pickle().emptyTuple().stop());
            entry(zip, "data.pkl", object(tensors));
            entry(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            int storage = 0;
            for (ArchivedTensor tensor : tensors.values()) {
                begin(zip, "data/" + storage++);
                tensor.write(zip);
                zip.closeEntry();
            }
        }
    }

    private static byte[] object(Map<String, ArchivedTensor> tensors) {
        Pickle pickle = new Pickle().global("__torch__", "Net").emptyTuple().newObject();
        pickle.emptyDict().mark();
        pickle.text("training").bool(false);
        pickle.text("_is_full_backward_hook").none();
        int storage = 0;
        for (Map.Entry<String, ArchivedTensor> tensor : tensors.entrySet()) {
            pickle.text(tensor.getKey());
            tensor(pickle, storage++, tensor.getValue());
        }
        return pickle.setItems().build().stop();
    }

    private static void tensor(Pickle pickle, int storage, ArchivedTensor tensor) {
        pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
        pickle.mark().text("storage").global("torch", tensor.storage().type()).text(Integer.toString(storage));
        pickle.text("cpu").integer(tensor.size()).tuple().persistentId();
        pickle.integer(0);
        pickle.mark();
        for (long dimension : tensor.shape()) {
            pickle.integer((int) dimension);
        }
        pickle.tuple().mark();
        for (int stride : tensor.strides()) {
            pickle.integer(stride);
        }
        pickle.tuple().bool(false);
        pickle.global("collections", "OrderedDict").emptyTuple().reduce();
        pickle.tuple().reduce();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        begin(zip, name);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static void begin(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setTime(0);
        zip.putNextEntry(entry);
    }
}
