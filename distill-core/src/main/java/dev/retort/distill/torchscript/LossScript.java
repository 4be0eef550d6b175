package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.SoftTargetLoss;
import java.util.List;

/**
 * Method {@code loss(z, labels, teacher)}: hardLabelWeight·CE(z, y) + Σᵢ weightᵢ·Tᵢ²·softTargetᵢ(z, v), mean over the
 * batch, in fp32; z student logits, v teacher logits, both [batch, classes], y hard labels [batch]. The factor T² keeps
 * the gradient's size when T changes (Hinton et al. 2015, section 2). Cross-entropy takes label smoothing (Szegedy et al.
 * 2016). The soft targets are methods of their own, see {@link SoftTargetScript}.
 *
 * @param missingLabels whether a label may be -1: such an image has no cross-entropy, which is still divided by all images of
 *     the batch, and where a soft target needs a label the teacher's class stands in
 */
public record LossScript(DistillationLoss loss, double labelSmoothing, boolean missingLabels) {
    private static final int MEAN = 1;
    private static final int SUM = 2;

    public LossScript(DistillationLoss loss, double labelSmoothing) {
        this(loss, labelSmoothing, false);
    }

    void write(ScriptText text) {
        SoftTargetScript.helpers(text);
        List<SoftTargetLoss> terms = loss.softTargets();
        for (int i = 0; i < terms.size(); i++) {
            SoftTargetScript.write(text, "softTarget" + i, terms.get(i));
        }
        text.method("loss", "z: Tensor, labels: Tensor, teacher: Tensor", "Tensor");
        text.line(2, "total = torch.mul(torch.sum(z), 0.0)");
        if (loss.hardLabelWeight() > 0) {
            text.line(
                    2,
                    "ce = torch.cross_entropy_loss(z, labels, None, %d, %d, %s)"
                            .formatted(missingLabels ? SUM : MEAN, missingLabels ? -1 : -100, labelSmoothing));
            if (missingLabels) {
                text.line(2, "ce = torch.div(ce, float(torch.size(z, 0)))");
            }
            text.line(2, "total = torch.add(total, torch.mul(ce, %s))".formatted(loss.hardLabelWeight()));
        }
        if (missingLabels) {
            text.line(2, "missing = torch.lt(labels, 0)");
            text.line(2, "labels = torch.where(missing, torch.argmax(teacher, 1), labels)");
        }
        for (int i = 0; i < terms.size(); i++) {
            SoftTargetLoss term = terms.get(i);
            double factor = term.weight() * term.temperature() * term.temperature();
            if (factor > 0) {
                text.line(2, "soft = self.softTarget%d(z, teacher, labels)".formatted(i));
                text.line(2, "total = torch.add(total, torch.mul(soft, %s))".formatted(factor));
            }
        }
        text.line(2, "return total");
    }
}
