package dev.retort.distill.torchscript;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.retort.distill.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A script loaded into libtorch, so that one method of it can be asked. */
final class ScriptProbe implements AutoCloseable {
    private final Model model;

    /** @param attributes what the class holds; each becomes a buffer */
    ScriptProbe(String source, Map<String, Tensor> attributes) {
        // As in training: the optimizer's plans are another form of the script.
        Engine.getEngine("PyTorch");
        JniUtils.setGraphExecutorOptimize(false);
        this.model = load(source, attributes);
    }

    /** The head of a class with these attributes; methods follow. */
    static ScriptText head(Iterable<String> attributes) {
        ScriptText text = new ScriptText();
        text.line(0, "class Net(Module):");
        text.line(1, "__parameters__ = []");
        text.line(1, "__buffers__ = [" + quoted(attributes) + "]");
        attributes.forEach(name -> text.line(1, name + " : Tensor"));
        text.line(1, "training : bool");
        text.line(1, "_is_full_backward_hook : Optional[bool]");
        return text;
    }

    private static String quoted(Iterable<String> names) {
        StringBuilder list = new StringBuilder();
        names.forEach(name -> list.append('"').append(name).append("\", "));
        return list.toString();
    }

    /** What a method answers, as doubles; it may record gradients. */
    double[] call(String method, Function<NDManager, List<NDArray>> arguments) {
        try (NDManager scope = model.getNDManager().newSubManager()) {
            NDArray name = scope.create(0);
            name.setName("module_method:" + method);
            NDList inputs = new NDList(name);
            inputs.addAll(arguments.apply(scope));
            NDArray answer = IValueUtils.forward((PtSymbolBlock) model.getBlock(), inputs, true)
                    .singletonOrThrow();
            return answer.toType(DataType.FLOAT64, true).toDoubleArray();
        }
    }

    /** A matrix in the given type, float or double. */
    static NDArray matrix(NDManager scope, double[][] rows, DataType type) {
        double[] values = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return scope.create(values, new Shape(rows.length, rows[0].length)).toType(type, true);
    }

    @Override
    public void close() {
        model.close();
    }

    private static Model load(String source, Map<String, Tensor> attributes) {
        try {
            Path directory = Files.createTempDirectory("retort-probe");
            Path file = directory.resolve("net.pt");
            try {
                Map<String, ArchivedTensor> buffers = new LinkedHashMap<>();
                attributes.forEach((name, tensor) -> buffers.put(name, ArchivedTensor.floats(tensor)));
                TorchArchive.write(file, source, buffers);
                Model model = Model.newInstance("net", "PyTorch");
                model.load(directory, "net", Map.of("trainParam", "true"));
                return model;
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException | MalformedModelException e) {
            throw new IllegalStateException("libtorch cannot read the script", e);
        }
    }
}
