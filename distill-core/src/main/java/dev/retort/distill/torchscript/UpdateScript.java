package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.contracts.experiment.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * Method {@code update(g, rate)}: from a finite gradient g, laid out as the flat buffer is, to new weights. First g is
 * clipped: g·min(1, gradientClip / (‖g‖ + 1e-6)), as PyTorch's clip_grad_norm_ does it; then the optimizer's {@code
 * descend} moves the weights; then the averages follow: a += (1 - k)·(w - a) for weights and statistics, k = min(decay, (1
 * + n) / (10 + n)) at update n, so that the first weights are soon forgotten (the rule of TensorFlow's
 * ExponentialMovingAverage with num_updates).
 *
 * @param gradientClip greatest norm of the gradient; 0 leaves it as it is
 * @param averageDecay in [0, 1); 0 keeps no averages
 */
public record UpdateScript(OptimizerSpec optimizer, double gradientClip, double averageDecay) {

    /** What a step changes beside weights and statistics, in the order of {@code state()}. */
    public List<StateBuffer> state() {
        List<StateBuffer> buffers = new ArrayList<>(
                switch (optimizer) {
                    case OptimizerSpec.Sgd _ -> List.of(StateBuffer.MOMENTUM);
                    case OptimizerSpec.Muon _ -> List.of(StateBuffer.MOMENTUM);
                    case OptimizerSpec.AdamW _ -> List.of(StateBuffer.GRADIENTS_MEAN, StateBuffer.SQUARES_MEAN);
                });
        if (countsUpdates()) {
            buffers.add(StateBuffer.UPDATES);
        }
        if (averages()) {
            buffers.add(StateBuffer.AVERAGE);
            buffers.add(StateBuffer.STATISTICS_AVERAGE);
        }
        return List.copyOf(buffers);
    }

    boolean averages() {
        return averageDecay > 0;
    }

    private boolean countsUpdates() {
        return averages() || optimizer instanceof OptimizerSpec.AdamW;
    }

    void write(ScriptText text, FlatLayout layout, Precision precision) {
        switch (optimizer) {
            case OptimizerSpec.Sgd sgd -> OptimizerScript.sgd(text, sgd);
            case OptimizerSpec.AdamW adamW -> OptimizerScript.adamW(text, adamW);
            case OptimizerSpec.Muon muon -> new MuonScript(muon, precision).write(text, layout);
        }
        if (averages()) {
            follow(text);
        }
        text.method("update", "g: Tensor, rate: float", "Tensor");
        if (gradientClip > 0) {
            text.line(2, "norm = torch.add(torch.norm(g), 1.0e-06)");
            text.line(
                    2, "factor = torch.clamp_max(torch.mul(torch.reciprocal(norm), %s), 1.0)".formatted(gradientClip));
            text.line(2, "g = torch.mul_(g, factor)");
        }
        if (countsUpdates()) {
            text.line(2, "n = torch.add_(self.updates, 1.0)");
        }
        text.line(2, "w = self.descend(g, rate)");
        text.line(2, averages() ? "return self.follow(w)" : "return w");
    }

    private void follow(ScriptText text) {
        text.method("follow", "w: Tensor", "Tensor");
        text.line(2, "n = self.updates");
        text.line(
                2,
                "keep = torch.clamp_max(torch.div(torch.add(n, 1.0), torch.add(n, 10.0)), %s)".formatted(averageDecay));
        text.line(2, "a = torch.lerp_(self.average, w, torch.rsub(keep, 1.0))");
        text.line(2, "b = torch.lerp_(self.average_statistics, self.bn, torch.rsub(keep, 1.0))");
        text.line(2, "return w");
    }
}
