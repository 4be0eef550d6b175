package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.network.Network;
import dev.retort.distill.torchscript.FlatLayout.Slot;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Source of the training form. Its methods:
 *
 * <ul>
 *   <li>{@code step(pixels uint8 [n, c, h, w], labels int64 [n], teacher float [n, classes], rate double [1])} takes one
 *       optimizer step and answers double [3]: loss, how many of the batch were right, and 1 if loss and gradient were
 *       finite; if not, weights and momentum are left as they were;
 *   <li>{@code logits(pixels)} answers [n, classes] in evaluation mode, by the averaged weights where they are kept;
 *   <li>{@code state()} answers parameters, the buffers of {@link UpdateScript#state}, and statistics, joined.
 * </ul>
 */
public final class TrainingScript {
    private static final int DOUBLE = 7;

    private TrainingScript() {}

    public static String source(
            Network network, FlatLayout layout, Precision precision, LossScript loss, UpdateScript update) {
        ScriptText text = new ScriptText();
        head(text, update.state());
        new ForwardScript(network, layout, precision).write(text);
        loss.write(text);
        update.write(text, layout, precision);
        joined(text, layout);
        step(text);
        text.method("logits", "pixels: Tensor", "Tensor");
        text.line(2, "return " + evaluation(update));
        text.method("forward", "pixels: Tensor", "Tensor");
        text.line(2, "return self.logits(pixels)");
        text.method("state", "", "Tensor");
        text.line(2, "return torch.cat([self.flat, " + joined(update.state(), "self.%s, ") + "self.bn])");
        return text.toString();
    }

    /** By the averages where there are any: what is scored on the way is what the checkpoint shows. */
    private static String evaluation(UpdateScript update) {
        return update.averages()
                ? "self.network(self.normalised(pixels), self.views(self.average, False), self.average_statistics, False)"
                : "self.net(self.normalised(pixels), self.weights(False), False)";
    }

    private static void head(ScriptText text, List<StateBuffer> state) {
        text.line(0, "class Net(Module):");
        text.line(1, "__parameters__ = []");
        text.line(1, "__buffers__ = [\"flat\", \"bn\", \"shift\", \"scale\", " + joined(state, "\"%s\", ") + "]");
        for (String buffer : new String[] {"flat", "bn", "shift", "scale"}) {
            text.line(1, buffer + " : Tensor");
        }
        state.forEach(buffer -> text.line(1, buffer.name() + " : Tensor"));
        text.line(1, "training : bool");
        text.line(1, "_is_full_backward_hook : Optional[bool]");
    }

    private static String joined(List<StateBuffer> state, String pattern) {
        return state.stream().map(buffer -> pattern.formatted(buffer.name())).collect(Collectors.joining());
    }

    /** Gradients one after the other, each laid out as its parameter lies in the flat buffer. */
    private static void joined(ScriptText text, FlatLayout layout) {
        text.method("joined", "gs: List[Optional[Tensor]]", "Tensor");
        text.line(2, "parts = annotate(List[Tensor], [])");
        int index = 0;
        for (Slot slot : layout.parameters()) {
            String gradient = "torch._unwrap_optional(gs[" + index++ + "])";
            String laidOut = slot.isConvolution() ? "torch.permute(" + gradient + ", [0, 2, 3, 1])" : gradient;
            text.line(2, "_0 = torch.append(parts, torch.reshape(" + laidOut + ", [-1]))");
        }
        text.line(2, "return torch.cat(parts)");
    }

    private static void step(ScriptText text) {
        text.method("step", "pixels: Tensor, labels: Tensor, teacher: Tensor, rate: Tensor", "Tensor");
        text.line(2, "before = torch.is_grad_enabled()");
        text.line(2, "_0 = torch.set_grad_enabled(False)");
        text.line(2, "x = self.normalised(pixels)");
        text.line(2, "_1 = torch.set_grad_enabled(True)");
        text.line(2, "ws = self.weights(True)");
        text.line(2, "z = self.net(x, ws, True)");
        text.line(2, "loss = self.loss(z, labels, teacher)");
        text.line(2, "gs = torch.grad([loss], ws)");
        text.line(2, "_2 = torch.set_grad_enabled(False)");
        text.line(2, "g = self.joined(gs)");
        text.line(2, "finite = torch.isfinite(torch.add(torch.detach(loss), torch.sum(g)))");
        text.line(2, "if bool(finite):");
        text.line(3, "_3 = self.update(g, float(torch.item(rate)))");
        text.line(2, "else:");
        text.line(3, "pass");
        text.line(2, "right = torch.sum(torch.eq(torch.argmax(torch.detach(z), 1), labels))");
        text.line(
                2,
                "answer = torch.stack([torch.to(torch.detach(loss), %1$d), torch.to(right, %1$d), torch.to(finite, %1$d)])"
                        .formatted(DOUBLE));
        text.line(2, "_4 = torch.set_grad_enabled(before)");
        text.line(2, "return answer");
    }
}
