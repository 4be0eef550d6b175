package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.OptimizerSpec;

/** Method {@code descend(g, rate)} of the optimizers that treat every parameter alike: a few operations on flat buffers. */
final class OptimizerScript {
    private OptimizerScript() {}

    /**
     * Stochastic gradient descent, as PyTorch's SGD does it: g += weightDecay·w; m = momentum·m + g; w -= rate·(g +
     * momentum·m with Nesterov, else m). Weight decay is on every parameter, batch norms and biases included. One pass over
     * memory, where a line for each of these terms is five.
     */
    static void sgd(ScriptText text, OptimizerSpec.Sgd optimizer) {
        text.method("descend", "g: Tensor, rate: float", "Tensor");
        text.line(2, "ws = [self.flat]");
        boolean moves = optimizer.momentum() > 0; // the operator takes no buffer that it would not read
        text.line(2, moves ? "ms = [self.momentum]" : "ms = annotate(List[Tensor], [])");
        text.line(
                2,
                "torch._fused_sgd_(ws, [g], ms, weight_decay=%s, momentum=%s, lr=rate, dampening=0., nesterov=%s, maximize=False, is_first_step=False)"
                        .formatted(
                                optimizer.weightDecay(),
                                optimizer.momentum(),
                                moves && optimizer.nesterov() ? "True" : "False"));
        // The compiler does not see writes to the elements of a list, and leaves out what nobody seems to need: hence
        // one that it sees, of no value.
        text.line(2, "_0 = torch.zero_(torch.narrow(ws[0], 0, 0, 0))");
        text.line(2, "return ws[0]");
    }

    /**
     * AdamW, as PyTorch does it (Loshchilov and Hutter 2019, algorithm 2): w -= rate·weightDecay·w; m = β₁m + (1 - β₁)g; v
     * = β₂v + (1 - β₂)g²; w -= rate·(m / (1 - β₁ⁿ)) / (√(v / (1 - β₂ⁿ)) + ε) at update n, counted from 1.
     */
    static void adamW(ScriptText text, OptimizerSpec.AdamW optimizer) {
        text.method("descend", "g: Tensor, rate: float", "Tensor");
        text.line(2, "n = float(torch.item(self.updates))");
        text.line(2, "c1 = torch.sub(1.0, torch.pow(%s, n))".formatted(optimizer.beta1()));
        text.line(2, "c2 = torch.sqrt(torch.sub(1.0, torch.pow(%s, n)))".formatted(optimizer.beta2()));
        text.line(
                2, "w = torch.mul_(self.flat, torch.sub(1.0, torch.mul(rate, %s)))".formatted(optimizer.weightDecay()));
        text.line(
                2,
                "m = torch.add_(torch.mul_(self.exp_avg, %s), g, alpha=%s)"
                        .formatted(optimizer.beta1(), 1 - optimizer.beta1()));
        text.line(
                2,
                "v = torch.addcmul_(torch.mul_(self.exp_avg_sq, %s), g, g, value=%s)"
                        .formatted(optimizer.beta2(), 1 - optimizer.beta2()));
        text.line(2, "d = torch.add_(torch.div(torch.sqrt(v), c2), %s)".formatted(optimizer.epsilon()));
        text.line(2, "return torch.addcdiv_(w, m, d, value=torch.neg(torch.div(rate, c1)))");
    }
}
