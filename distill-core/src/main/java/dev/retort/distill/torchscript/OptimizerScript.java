package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.OptimizerSpec;

/**
 * Method {@code update}: stochastic gradient descent on the flat buffers, as PyTorch's SGD does it: g += weightDecay·w; m =
 * momentum·m + g; w -= learningRate·(g + momentum·m with Nesterov, else m). Weight decay is on every parameter, batch norms
 * and biases included.
 */
public record OptimizerScript(OptimizerSpec optimizer) {

    void write(ScriptText text) {
        text.method("update", "g: Tensor, rate: float", "Tensor");
        if (optimizer.weightDecay() > 0) {
            text.line(2, "g = torch.add_(g, self.flat, alpha=%s)".formatted(optimizer.weightDecay()));
        }
        text.line(2, "m = torch.add_(torch.mul_(self.mom, %s), g)".formatted(optimizer.momentum()));
        text.line(2, optimizer.nesterov() ? "d = torch.add_(g, m, alpha=%s)".formatted(optimizer.momentum()) : "d = m");
        text.line(2, "return torch.sub_(self.flat, d, alpha=rate)");
    }
}
