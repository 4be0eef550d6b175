package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.contracts.experiment.OptimizerSpec.Sgd;
import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.torchscript.FlatLayout.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * Method {@code descend(g, rate)} of Muon with airbench's normalisation (Jordan 2024, airbench94_muon.py). A convolution's
 * weight is a matrix [filters, kernel area × inputs]: m = momentum·m + g; d = g + momentum·m with Nesterov, else m; w is
 * scaled to the norm √filters; w -= rate·orthogonal(d). All other parameters take SGD steps, see {@link OptimizerScript},
 * at rate·rest.learningRate / learningRate.
 */
record MuonScript(OptimizerSpec.Muon optimizer, Precision precision) {
    /** Parameters that lie side by side and are treated alike. */
    private record Range(boolean convolution, int offset, int size, int filters) {
        boolean goesOnWith(Range next) {
            return !convolution && !next.convolution;
        }

        Range and(Range next) {
            return new Range(false, offset, size + next.size, 0);
        }
    }

    void write(ScriptText text, FlatLayout layout) {
        orthogonal(text);
        filters(text);
        rest(text);
        text.method("descend", "g: Tensor, rate: float", "Tensor");
        double ratio = optimizer.rest().learningRate() / optimizer.learningRate();
        text.line(2, "slow = torch.mul(rate, %s)".formatted(ratio));
        int line = 0;
        for (Range range : ranges(layout)) {
            String call = range.convolution()
                    ? "self.filters(%d, %d, %d, g, rate)".formatted(range.offset(), range.size(), range.filters())
                    : "self.rest(%d, %d, g, slow)".formatted(range.offset(), range.size());
            text.line(2, "_%d = %s".formatted(line++, call));
        }
        text.line(2, "return self.flat");
    }

    private static List<Range> ranges(FlatLayout layout) {
        List<Range> ranges = new ArrayList<>();
        for (Slot slot : layout.parameters()) {
            Range next = new Range(
                    slot.isConvolution(),
                    slot.offset(),
                    slot.entry().size(),
                    slot.entry().shape().getFirst());
            if (!ranges.isEmpty() && ranges.getLast().goesOnWith(next)) {
                next = ranges.removeLast().and(next);
            }
            ranges.add(next);
        }
        return ranges;
    }

    /**
     * About UVᵀ of a matrix USVᵀ, by Newton–Schulz iterations of degree five: x = 3.4445x + (-4.775a + 2.0315a²)x, a = xxᵀ,
     * from x = m / ‖m‖; singular values end between 0.7 and 1.2. Multiplied in the precision of the network, on the short
     * side.
     */
    private void orthogonal(ScriptText text) {
        text.method("orthogonal", "m: Tensor", "Tensor");
        int type = ScriptText.dtype(precision);
        text.line(2, "y = torch.to(torch.div(m, torch.add(torch.norm(m), 1.0e-07)), %d)".formatted(type));
        text.line(2, "tall = torch.gt(torch.size(y, 0), torch.size(y, 1))");
        flipped(text, "x", "y");
        for (int i = 0; i < optimizer.iterations(); i++) {
            text.line(2, "a = torch.mm(x, torch.t(x))");
            text.line(2, "b = torch.add(torch.mul(a, -4.775), torch.mm(a, a), alpha=2.0315)");
            text.line(2, "x = torch.add(torch.mm(b, x), x, alpha=3.4445)");
        }
        flipped(text, "u", "x");
        text.line(2, "return torch.to(u, %d)".formatted(ScriptText.FLOAT));
    }

    private static void flipped(ScriptText text, String to, String from) {
        text.line(2, "if tall:");
        text.line(3, "%s = torch.t(%s)".formatted(to, from));
        text.line(2, "else:");
        text.line(3, "%s = %s".formatted(to, from));
    }

    private void filters(ScriptText text) {
        text.method("filters", "offset: int, size: int, filters: int, g: Tensor, rate: float", "Tensor");
        step(text, optimizer.momentum(), optimizer.nesterov());
        text.line(2, "u = self.orthogonal(torch.reshape(d, [filters, -1]))");
        text.line(2, "norm = torch.add(torch.norm(w), 1.0e-07)");
        text.line(2, "w = torch.mul_(w, torch.mul(torch.reciprocal(norm), torch.sqrt(filters)))");
        text.line(2, "return torch.sub_(w, torch.reshape(u, [-1]), alpha=rate)");
    }

    private void rest(ScriptText text) {
        Sgd sgd = optimizer.rest();
        text.method("rest", "offset: int, size: int, g: Tensor, rate: float", "Tensor");
        text.line(2, "part = torch.narrow(g, 0, offset, size)");
        text.line(
                2,
                "decayed = torch.add_(part, torch.narrow(self.flat, 0, offset, size), alpha=%s)"
                        .formatted(sgd.weightDecay()));
        step(text, sgd.momentum(), sgd.nesterov());
        text.line(2, "return torch.sub_(w, d, alpha=rate)");
    }

    /** Views w, m of the range, the momentum moved on, and the direction d. */
    private static void step(ScriptText text, double momentum, boolean nesterov) {
        text.line(2, "w = torch.narrow(self.flat, 0, offset, size)");
        text.line(2, "m = torch.narrow(self.momentum, 0, offset, size)");
        text.line(2, "h = torch.narrow(g, 0, offset, size)");
        text.line(2, "m = torch.add_(torch.mul_(m, %s), h)".formatted(momentum));
        text.line(2, nesterov ? "d = torch.add(h, m, alpha=%s)".formatted(momentum) : "d = m");
    }
}
