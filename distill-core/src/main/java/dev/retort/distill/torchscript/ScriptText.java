package dev.retort.distill.torchscript;

import java.util.List;
import java.util.stream.Collectors;

/** Source in the dialect that libtorch reads from archives: names resolve to operators as {@code torch.<operator>}. */
final class ScriptText {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    ScriptText line(int depth, String line) {
        text.append(INDENT.repeat(depth)).append(line).append('\n');
        return this;
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
