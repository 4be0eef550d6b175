package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Node;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.WeightedNetwork;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The labelling form: a network whose weights no longer change, each a tensor of the archive in the precision that it is
 * used in. Its one method is {@code logits(pixels uint8 [n, c, h, w])}, fp32 [n, classes]. Give it a folded network: then
 * it has no batch norm to compute.
 */
public final class FrozenScript implements Operands {
    private final WeightedNetwork network;
    private final Precision precision;
    private final Fusion fusion;
    private final Map<String, String> attributes = new HashMap<>();
    private final Set<String> convolutions = new HashSet<>();

    /**
     * @param fuses whether convolutions compute what follows them, by operators of oneDNN, which libtorch has on processors
     *     only, and not in each build
     */
    public FrozenScript(WeightedNetwork network, Precision precision, boolean fuses) {
        this.network = network;
        this.precision = precision;
        this.fusion = fuses ? Fusion.of(network.network()) : Fusion.NONE;
        network.weights().tensors().keySet().forEach(name -> attributes.put(name, "w" + attributes.size()));
        for (Node node : network.network().nodes()) {
            if (node.layer() instanceof Layer.Convolution) {
                convolutions.add(node.name() + ".weight");
                convolutions.add(node.name() + ".bias");
            }
        }
    }

    /** Attributes of the archive, beside those of {@link InputScript}. */
    public Map<String, ArchivedTensor> tensors() {
        Map<String, ArchivedTensor> tensors = new LinkedHashMap<>();
        network.weights()
                .tensors()
                .forEach((name, tensor) -> tensors.put(attributes.get(name), archived(name, tensor)));
        return tensors;
    }

    private ArchivedTensor archived(String name, Tensor tensor) {
        return convolutions.contains(name) ? ArchivedTensor.weight(tensor, precision) : ArchivedTensor.floats(tensor);
    }

    public String source() {
        ScriptText text = new ScriptText();
        text.head(network.weights().tensors().keySet().stream()
                .map(this::attribute)
                .toList());
        InputScript.write(text, precision);
        new NetScript(network.network(), this, fusion).write(text, "x: Tensor");
        text.method("logits", "pixels: Tensor", "Tensor");
        text.line(2, "return self.net(self.normalised(pixels))");
        text.method("forward", "pixels: Tensor", "Tensor");
        text.line(2, "return self.logits(pixels)");
        return text.toString();
    }

    @Override
    public String ofConvolution(String name) {
        return exact(name);
    }

    @Override
    public String exact(String name) {
        return "self." + attribute(name);
    }

    @Override
    public String training() {
        return "False";
    }

    @Override
    public boolean keepsConvolutions() {
        return false;
    }

    private String attribute(String name) {
        String attribute = attributes.get(name);
        if (attribute == null) {
            throw new IllegalArgumentException("network " + network.network().name() + " needs a tensor " + name);
        }
        return attribute;
    }
}
