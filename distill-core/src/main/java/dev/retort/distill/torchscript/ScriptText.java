package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Source in the dialect that libtorch reads from archives: names resolve to operators as {@code torch.<operator>}. */
final class ScriptText {
    /** Numbers of PyTorch's scalar types. */
    static final int FLOAT = 6;

    static final int DOUBLE = 7;
    private static final int BFLOAT16 = 15;

    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    ScriptText line(int depth, String line) {
        text.append(INDENT.repeat(depth)).append(line).append('\n');
        return this;
    }

    /** The class and its attributes, all of them tensors; {@code shift} and {@code scale} are always among them. */
    void head(List<String> tensors) {
        List<String> all = new ArrayList<>(tensors);
        all.addAll(List.of("shift", "scale"));
        line(0, "class Net(Module):");
        line(1, "__parameters__ = []");
        line(1, all.stream().map(name -> "\"" + name + "\", ").collect(Collectors.joining("", "__buffers__ = [", "]")));
        all.forEach(name -> line(1, name + " : Tensor"));
        line(1, "training : bool");
        line(1, "_is_full_backward_hook : Optional[bool]");
    }

    /** What convolutions run in. */
    static int dtype(Precision precision) {
        return precision == Precision.BF16 ? BFLOAT16 : FLOAT;
    }

    /** The head of a method of class Net; its body goes to depth 2. */
    ScriptText method(String name, String arguments, String returns) {
        String all = arguments.isEmpty() ? "self: __torch__.Net" : "self: __torch__.Net, " + arguments;
        return line(1, "def " + name + "(" + all + ") -> " + returns + ":");
    }

    static String list(List<Integer> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }

    static String pair(int value) {
        return "[" + value + ", " + value + "]";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
