package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.DistillationLoss;

/**
 * Method {@code loss}: hardLabelWeight·CE + softTargetWeight·T²·KL(softmax(v/T) ‖ softmax(z/T)), mean over the batch, in
 * fp32; z student logits, v teacher logits, both [batch, classes]. The factor T² keeps the gradient's size when T changes
 * (Hinton et al. 2015, section 2). Cross-entropy takes label smoothing.
 */
public record LossScript(DistillationLoss loss, double labelSmoothing) {

    void write(ScriptText text) {
        text.method("loss", "z: Tensor, labels: Tensor, teacher: Tensor", "Tensor");
        text.line(2, "total = torch.mul(torch.sum(z), 0.0)");
        if (loss.hardLabelWeight() > 0) {
            text.line(2, "ce = torch.cross_entropy_loss(z, labels, None, 1, -100, %s)".formatted(labelSmoothing));
            text.line(2, "total = torch.add(total, torch.mul(ce, %s))".formatted(loss.hardLabelWeight()));
        }
        if (loss.softTargetWeight() > 0) {
            double temperature = loss.temperature();
            double factor = loss.softTargetWeight() * temperature * temperature;
            text.line(2, "logq = torch.log_softmax(torch.div(z, %s), 1)".formatted(temperature));
            text.line(2, "logp = torch.log_softmax(torch.div(teacher, %s), 1)".formatted(temperature));
            text.line(2, "kl = torch.sum(torch.mul(torch.exp(logp), torch.sub(logp, logq)))");
            text.line(2, "kl = torch.div(kl, float(torch.size(z, 0)))");
            text.line(2, "total = torch.add(total, torch.mul(kl, %s))".formatted(factor));
        }
        text.line(2, "return total");
    }
}
