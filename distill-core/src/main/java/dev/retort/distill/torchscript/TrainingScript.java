package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.network.Network;
import dev.retort.distill.torchscript.FlatLayout.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * Source of the training form. Its methods:
 *
 * <ul>
 *   <li>{@code step(pixels uint8 [n, c, h, w], labels int64 [n], teacher float [n, classes], rate double [1])} takes one
 *       optimizer step and answers double [3]: loss, how many of the batch were right, and 1 if loss and gradient were
 *       finite; if not, all of {@code state()} is left as it was;
 *   <li>{@code logits(pixels)} answers [n, classes] in evaluation mode, by the averaged weights where they are kept;
 *   <li>{@code state()} answers parameters, the buffers of {@link UpdateScript#state}, and statistics, joined.
 * </ul>
 */
public final class TrainingScript {
    private TrainingScript() {}

    public static String source(
            Network network, FlatLayout layout, Precision precision, LossScript loss, UpdateScript update) {
        ScriptText text = new ScriptText();
        text.head(attributes(update));
        FlatOperands operands = new FlatOperands(layout, precision);
        operands.write(text);
        InputScript.write(text, precision);
        new NetScript(network, operands, Fusion.NONE)
                .write(text, "x: Tensor, ws: List[Tensor], statistics: Tensor, train: bool");
        loss.write(text);
        update.write(text, layout, precision);
        joined(text, layout);
        step(text);
        text.method("logits", "pixels: Tensor", "Tensor");
        text.line(2, "return " + evaluation(update));
        text.method("forward", "pixels: Tensor", "Tensor");
        text.line(2, "return self.logits(pixels)");
        text.method("state", "", "Tensor");
        text.line(2, "return torch.cat([self." + String.join(", self.", attributes(update)) + "])");
        return text.toString();
    }

    /** The flat buffers, in the order of {@code state()}. */
    private static List<String> attributes(UpdateScript update) {
        List<String> names = new ArrayList<>();
        names.add("flat");
        update.state().forEach(buffer -> names.add(buffer.name()));
        names.add("bn");
        return names;
    }

    /** By the averages where there are any: what is scored on the way is what the checkpoint shows. */
    private static String evaluation(UpdateScript update) {
        return update.averages()
                ? "self.net(self.normalised(pixels), self.weights(self.average, False), self.average_statistics, False)"
                : "self.net(self.normalised(pixels), self.weights(self.flat, False), self.bn, False)";
    }

    /** Gradients as one, in fp32, laid out as the flat buffer is. */
    private static void joined(ScriptText text, FlatLayout layout) {
        text.method("joined", "gs: List[Optional[Tensor]]", "Tensor");
        text.line(2, "g = torch.empty_like(self.flat)");
        int index = 0;
        for (Slot slot : layout.parameters()) {
            String gradient = "torch._unwrap_optional(gs[" + index++ + "])";
            text.line(2, "_0 = torch.copy_(" + FlatOperands.view("g", slot) + ", " + gradient + ")");
        }
        text.line(2, "return g");
    }

    private static void step(ScriptText text) {
        text.method("step", "pixels: Tensor, labels: Tensor, teacher: Tensor, rate: Tensor", "Tensor");
        text.line(2, "before = torch.is_grad_enabled()");
        text.line(2, "_0 = torch.set_grad_enabled(False)");
        text.line(2, "x = self.normalised(pixels)");
        text.line(2, "_1 = torch.set_grad_enabled(True)");
        text.line(2, "ws = self.weights(self.flat, True)");
        // The forward pass moves the running statistics before anybody knows whether the step will count.
        text.line(2, "statistics = torch.clone(self.bn)");
        text.line(2, "z = self.net(x, ws, self.bn, True)");
        text.line(2, "loss = self.loss(z, labels, teacher)");
        text.line(2, "gs = torch.grad([loss], ws)");
        text.line(2, "_2 = torch.set_grad_enabled(False)");
        text.line(2, "g = self.joined(gs)");
        text.line(2, "finite = torch.isfinite(torch.add(torch.detach(loss), torch.sum(g)))");
        text.line(2, "if bool(finite):");
        text.line(3, "_3 = self.update(g, float(torch.item(rate)))");
        text.line(2, "else:");
        text.line(3, "_3 = torch.copy_(self.bn, statistics)");
        text.line(2, "right = torch.sum(torch.eq(torch.argmax(torch.detach(z), 1), labels))");
        text.line(
                2,
                "answer = torch.stack([torch.to(torch.detach(loss), %1$d), torch.to(right, %1$d), torch.to(finite, %1$d)])"
                        .formatted(ScriptText.DOUBLE));
        text.line(2, "_4 = torch.set_grad_enabled(before)");
        text.line(2, "return answer");
    }
}
