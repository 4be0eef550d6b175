package dev.retort.distill.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Layer.Activation.Function;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.testing.SmallNetworks;
import dev.retort.distill.torchscript.FusedConvolution.Activated;
import dev.retort.distill.torchscript.FusedConvolution.Summed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FusionTest {
    private static final int CHANNELS = 4;

    private final List<Node> nodes = new ArrayList<>();

    @Test
    void fusesAnActivationThatAloneReadsAConvolution() {
        convolution("a", Network.INPUT);
        activation("relu", Function.RELU, "a");
        convolution("b", "relu");
        activation("gelu", Function.GELU, "b");

        assertThat(plan()).isEqualTo(Map.of("relu", "a RELU", "gelu", "b GELU"));
        assertThat(alone()).isEmpty();
    }

    @Test
    void leavesAConvolutionThatTwoRead() {
        convolution("a", Network.INPUT);
        activation("relu", Function.RELU, "a");
        add("add", "relu", "a");

        assertThat(plan()).isEmpty();
        assertThat(alone()).containsExactly("a", "relu", "add");
    }

    @Test
    void leavesAnActivationOfWhatIsNoConvolution() {
        node("pool", new Layer.MaxPool(2, 2, 0), Network.INPUT);
        activation("relu", Function.RELU, "pool");
        activation("gelu", Function.GELU, "relu");

        assertThat(plan()).isEmpty();
    }

    @Test
    void writesASumOverTheBlocksInputOnceItIsReadNoMore() {
        block("first", stem());
        block("second", "first.relu");

        assertThat(plan())
                .isEqualTo(Map.of(
                        "stem", "conv RELU",
                        "first.relu1", "first.conv1 RELU",
                        "first.relu", "first.conv2 + stem",
                        "second.relu1", "second.conv1 RELU",
                        "second.relu", "second.conv2 + first.relu"));
        assertThat(alone()).isEmpty();
    }

    @Test
    void writesASumOverTheProjectionThatComesAfterTheConvolution() {
        String input = stem();
        convolution("main", input);
        convolution("projection", input);
        add("add", "main", "projection");
        activation("relu", Function.RELU, "add");

        assertThat(plan()).isEqualTo(Map.of("stem", "conv RELU", "relu", "main + projection"));
        assertThat(alone()).containsExactly("projection");
    }

    @Test
    void takesTheConvolutionOnEitherSideOfASum() {
        String input = stem();
        node("pool", new Layer.MaxPool(3, 1, 1), input);
        convolution("conv2", input);
        add("add", "pool", "conv2");
        activation("relu", Function.RELU, "add");

        assertThat(plan()).containsEntry("relu", "conv2 + pool");
    }

    @Test
    void leavesASumWhoseOtherSideIsReadLater() {
        String input = stem();
        block("block", input);
        add("again", "block.relu", input);

        assertThat(plan()).containsOnlyKeys("stem", "block.relu1");
        assertThat(alone()).containsExactly("block.conv2", "block.add", "block.relu", "again");
    }

    @Test
    void leavesASumWhoseOtherSideTheConvolutionReads() {
        String input = stem();
        convolution("conv2", input);
        add("add", "conv2", input);
        activation("relu", Function.RELU, "add");

        assertThat(plan()).containsOnlyKeys("stem");
    }

    @Test
    void leavesASumThatTwoReadAndOneWithoutARelu() {
        String input = stem();
        convolution("conv2", input);
        convolution("conv3", "conv2");
        add("add", "conv3", input);
        activation("gelu", Function.GELU, "add");
        block("block", "gelu");
        add("again", "block.relu", "block.add");

        assertThat(plan()).containsOnlyKeys("stem", "block.relu1");
    }

    /** It would be computed where the sum's ReLU stands, after another sum was written over its input. */
    @Test
    void computesNoConvolutionLaterWhoseInputIsWrittenOver() {
        assertThat(plan(SmallNetworks.entangledSums()))
                .isEqualTo(Map.of("stem", "conv RELU", "left", "left.conv RELU", "left.sum", "left.conv2 + stem"));
    }

    @Test
    void writesOnlyOneOfTwoSumsOverTheirInput() {
        String input = stem();
        convolution("left", input);
        convolution("left2", "left");
        convolution("right", "left");
        add("left.add", "left2", input);
        add("right.add", "right", input);
        activation("left.relu", Function.RELU, "left.add");
        activation("right.relu", Function.RELU, "right.add");
        add("add", "left.relu", "right.relu");

        assertThat(plan()).isEqualTo(Map.of("stem", "conv RELU", "left.relu", "left2 + stem"));
    }

    @Test
    void leavesAllAsItIsWhereNothingIsToBeFused() {
        block("block", stem());

        assertThat(nodes).allMatch(node -> !Fusion.NONE.absorbs(node));
        assertThat(nodes).allMatch(node -> Fusion.NONE.at(node).isEmpty());
    }

    private String stem() {
        convolution("conv", Network.INPUT);
        return activation("stem", Function.RELU, "conv");
    }

    /** Two convolutions and what they read, as in a residual network. */
    private void block(String name, String input) {
        convolution(name + ".conv1", input);
        activation(name + ".relu1", Function.RELU, name + ".conv1");
        convolution(name + ".conv2", name + ".relu1");
        add(name + ".add", name + ".conv2", input);
        activation(name + ".relu", Function.RELU, name + ".add");
    }

    private void convolution(String name, String input) {
        node(name, new Layer.Convolution(CHANNELS, CHANNELS, 3, 1, 1, true), input);
    }

    private String activation(String name, Function function, String input) {
        node(name, new Layer.Activation(function), input);
        return name;
    }

    private void add(String name, String left, String right) {
        node(name, new Layer.Add(), left, right);
    }

    private void node(String name, Layer layer, String... inputs) {
        nodes.add(new Node(name, layer, List.of(inputs)));
    }

    /** The nodes so far, pooled. */
    private Network network() {
        List<Node> all = new ArrayList<>(nodes);
        String last = nodes.getLast().name();
        all.add(new Node("average", new Layer.GlobalAveragePool(), List.of(last)));
        return new Network("net", new ImageShape(CHANNELS, 6, 6), CHANNELS, all);
    }

    private Map<String, String> plan() {
        return plan(network());
    }

    /** Names of activations, and what is computed where they stand. */
    private static Map<String, String> plan(Network network) {
        Fusion fusion = Fusion.of(network);
        Map<String, String> plan = new LinkedHashMap<>();
        network.nodes().forEach(node -> fusion.at(node).ifPresent(fused -> plan.put(node.name(), words(fused))));
        return plan;
    }

    /** Nodes that are computed by themselves. */
    private List<String> alone() {
        Fusion fusion = Fusion.of(network());
        return nodes.stream()
                .filter(node -> !fusion.absorbs(node) && fusion.at(node).isEmpty())
                .map(Node::name)
                .toList();
    }

    private static String words(FusedConvolution fused) {
        return switch (fused) {
            case Activated(Node convolution, Function function) -> convolution.name() + " " + function;
            case Summed(Node convolution, Node _, String other) -> convolution.name() + " + " + other;
        };
    }
}
