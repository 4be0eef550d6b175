package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.torchscript.FlatLayout.Slot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tensors of the training form: views of flat buffers. Those of parameters are made anew in each call by the method
 * {@code weights}; of convolutions they are views of the flat buffer in the precision that convolutions run in, cast as a
 * whole.
 */
final class FlatOperands implements Operands {
    private final FlatLayout layout;
    private final int dtype;
    private final Map<String, Integer> parameterIndex = new HashMap<>();
    private final Map<String, Slot> statistics = new HashMap<>();

    FlatOperands(FlatLayout layout, Precision precision) {
        this.layout = layout;
        this.dtype = ScriptText.dtype(precision);
        layout.parameters().forEach(slot -> parameterIndex.put(slot.entry().name(), parameterIndex.size()));
        layout.statistics().forEach(slot -> statistics.put(slot.entry().name(), slot));
    }

    @Override
    public String ofConvolution(String name) {
        Integer index = parameterIndex.get(name);
        boolean there = dtype == ScriptText.FLOAT
                || (index != null && layout.parameters().get(index).isConvolution());
        return there ? exact(name) : "torch.to(" + exact(name) + ", " + dtype + ")";
    }

    @Override
    public String exact(String name) {
        Integer index = parameterIndex.get(name);
        return index == null ? statistic(name) : "ws[" + index + "]";
    }

    @Override
    public String training() {
        return "train";
    }

    @Override
    public boolean keepsConvolutions() {
        return true;
    }

    /** Method {@code weights}: all parameters as they lie in a flat buffer, in the layout's order. */
    void write(ScriptText text) {
        text.method("weights", "flat: Tensor, train: bool", "List[Tensor]");
        text.line(2, "ws = annotate(List[Tensor], [])");
        text.line(2, "cast = torch.to(flat, " + dtype + ")");
        for (Slot slot : layout.parameters()) {
            String view = view(slot.isConvolution() ? "cast" : "flat", slot);
            text.line(2, "w = torch.requires_grad_(torch.detach(" + view + "), train)");
            text.line(2, "_0 = torch.append(ws, w)");
        }
        text.line(2, "return ws");
    }

    static String view(String flat, Slot slot) {
        return "torch.as_strided(%s, %s, %s, %d)"
                .formatted(flat, ScriptText.list(slot.entry().shape()), ScriptText.list(strides(slot)), slot.offset());
    }

    private static List<Integer> strides(Slot slot) {
        List<Integer> shape = slot.entry().shape();
        if (slot.isConvolution()) {
            int inputs = shape.get(1);
            return List.of(inputs * shape.get(2) * shape.get(3), 1, inputs * shape.get(3), inputs);
        }
        return shape.size() == 2 ? List.of(shape.get(1), 1) : List.of(1);
    }

    private String statistic(String name) {
        Slot slot = statistics.get(name);
        if (slot == null) {
            throw new IllegalStateException("the network has no tensor " + name);
        }
        return view("statistics", slot);
    }
}
