package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.SoftTargetLoss;

/**
 * Methods {@code (z, v, labels)} that compare student logits z with teacher logits v, both [batch, classes], and answer a
 * scalar. They leave out weight and T², which the sum puts before each.
 */
final class SoftTargetScript {
    /** Of a variance: a deviation of zero divides by 1e-7, as in Sun et al.'s code, and has a gradient. */
    private static final double VARIANCE_FLOOR = 1e-14;

    /** Of a product of two sums of squares: what does not vary correlates with nothing, and has a gradient. */
    private static final double PRODUCT_FLOOR = 1e-16;

    private SoftTargetScript() {}

    /** Methods that the losses share. */
    static void helpers(ScriptText text) {
        divergence(text);
        standardised(text);
        pair(text);
        uncorrelated(text);
    }

    static void write(ScriptText text, String name, SoftTargetLoss loss) {
        text.method(name, "z: Tensor, v: Tensor, labels: Tensor", "Tensor");
        switch (loss) {
            case SoftTargetLoss.Kd kd -> kd(text, kd);
            case SoftTargetLoss.Dkd dkd -> dkd(text, dkd);
            case SoftTargetLoss.Dist dist -> dist(text, dist);
        }
    }

    /** KL(softmax(v/T) ‖ softmax(z/T)) (Hinton et al. 2015, "Distilling the knowledge in a neural network"). */
    private static void kd(ScriptText text, SoftTargetLoss.Kd loss) {
        scaled(text, loss.standardise(), loss.temperature());
        text.line(2, "return self.divergence(torch.log_softmax(v, 1), torch.log_softmax(z, 1))");
    }

    /**
     * α·KL(pair(v/T) ‖ pair(z/T)) + β·KL(softmax(v/T without y) ‖ softmax(z/T without y)); the pair is (p of the label,
     * p of all others) (Zhao et al. 2022, "Decoupled knowledge distillation").
     */
    private static void dkd(ScriptText text, SoftTargetLoss.Dkd loss) {
        scaled(text, loss.standardise(), loss.temperature());
        text.line(2, "wrong = torch.eq(torch.one_hot(labels, torch.size(z, 1)), 0)"); // [n, classes]
        text.line(2, "zo = torch.reshape(torch.masked_select(z, wrong), [torch.size(z, 0), -1])"); // [n, classes - 1]
        text.line(2, "vo = torch.reshape(torch.masked_select(v, wrong), [torch.size(v, 0), -1])");
        text.line(2, "target = self.divergence(self.pair(v, vo, labels), self.pair(z, zo, labels))");
        text.line(2, "others = self.divergence(torch.log_softmax(vo, 1), torch.log_softmax(zo, 1))");
        text.line(
                2,
                "return torch.add(torch.mul(target, %s), torch.mul(others, %s))"
                        .formatted(loss.targetClassWeight(), loss.nonTargetClassWeight()));
    }

    /**
     * β·mean over rows (1 - ρ) + γ·mean over columns (1 - ρ), of p = softmax(v/T) and q = softmax(z/T) (Huang et al. 2022,
     * "Knowledge distillation from a stronger teacher").
     */
    private static void dist(ScriptText text, SoftTargetLoss.Dist loss) {
        scaled(text, false, loss.temperature());
        text.line(2, "q = torch.softmax(z, 1)");
        text.line(2, "p = torch.softmax(v, 1)");
        text.line(
                2,
                "return torch.add(torch.mul(self.uncorrelated(q, p, 1), %s), torch.mul(self.uncorrelated(q, p, 0), %s))"
                        .formatted(loss.interClassWeight(), loss.intraClassWeight()));
    }

    private static void scaled(ScriptText text, boolean standardise, double temperature) {
        for (String logits : new String[] {"z", "v"}) {
            String before = standardise ? "self.standardised(" + logits + ")" : logits;
            text.line(2, "%s = torch.div(%s, %s)".formatted(logits, before, temperature));
        }
    }

    /** KL(p ‖ q) from their logarithms [n, classes], mean over the batch. */
    private static void divergence(ScriptText text) {
        text.method("divergence", "logp: Tensor, logq: Tensor", "Tensor");
        text.line(2, "kl = torch.sum(torch.mul(torch.exp(logp), torch.sub(logp, logq)))");
        text.line(2, "return torch.div(kl, float(torch.size(logp, 0)))");
    }

    /**
     * (x - mean) / deviation over the classes of each image, deviation² = mean of squares (Sun et al. 2024, "Logit
     * standardization in knowledge distillation"; the temperature is divided by afterwards).
     */
    private static void standardised(ScriptText text) {
        text.method("standardised", "x: Tensor", "Tensor");
        text.line(2, "c = torch.sub(x, torch.mean(x, [1], True))");
        text.line(2, "variance = torch.mean(torch.mul(c, c), [1], True)"); // [n, 1]
        text.line(2, "return torch.div(c, torch.sqrt(torch.add(variance, %s)))".formatted(VARIANCE_FLOOR));
    }

    /** Logarithms of (p of the label, p of all others), [n, 2]; what the others weigh together is their log-sum-exp. */
    private static void pair(ScriptText text) {
        text.method("pair", "x: Tensor, others: Tensor, labels: Tensor", "Tensor");
        text.line(2, "label = torch.gather(x, 1, torch.unsqueeze(labels, 1))"); // [n, 1]
        text.line(2, "rest = torch.logsumexp(others, [1], True)"); // [n, 1]
        text.line(2, "return torch.log_softmax(torch.cat([label, rest], 1), 1)");
    }

    /** 1 - ρ along a dimension, mean over the other: ρ(a, b) = Σab / √(Σa²·Σb²) of what deviates from the mean. */
    private static void uncorrelated(ScriptText text) {
        text.method("uncorrelated", "q: Tensor, p: Tensor, dim: int", "Tensor");
        text.line(2, "a = torch.sub(q, torch.mean(q, [dim], True))");
        text.line(2, "b = torch.sub(p, torch.mean(p, [dim], True))");
        text.line(2, "aa = torch.sum(torch.mul(a, a), [dim])");
        text.line(2, "bb = torch.sum(torch.mul(b, b), [dim])");
        text.line(2, "norm = torch.sqrt(torch.add(torch.mul(aa, bb), %s))".formatted(PRODUCT_FLOOR));
        text.line(2, "return torch.rsub(torch.mean(torch.div(torch.sum(torch.mul(a, b), [dim]), norm)), 1.0)");
    }
}
