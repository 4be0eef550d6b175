package dev.retort.distill.train;

import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.compression.BatchNormFolding;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.score.OpenClassifier;
import dev.retort.distill.torchscript.ArchivedTensor;
import dev.retort.distill.torchscript.FrozenScript;
import dev.retort.distill.torchscript.InputScript;
import dev.retort.distill.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trained network in libtorch that answers logits and nothing else: batch norm folded, weights in the precision that
 * they are used in. The object may be used from any one thread at a time.
 */
public final class FrozenNetwork implements OpenClassifier {
    private final ImageShape input;
    private final ScriptedModule module;

    private FrozenNetwork(ImageShape input, ScriptedModule module) {
        this.input = input;
        this.module = module;
    }

    /**
     * Writes the labelling form and loads it into libtorch; with fused convolutions where libtorch has them.
     *
     * @param precision BF16 or FP32
     * @param threads of libtorch within one operator; another count gives other bits
     */
    public static FrozenNetwork open(
            Network network, Weights weights, Normalization normalization, Precision precision, int threads) {
        return open(network, weights, normalization, precision, threads, FusionSupport.of(precision));
    }

    static FrozenNetwork open(
            Network network,
            Weights weights,
            Normalization normalization,
            Precision precision,
            int threads,
            boolean fuses) {
        FrozenScript script = new FrozenScript(BatchNormFolding.fold(network, weights), precision, fuses);
        Map<String, ArchivedTensor> tensors = new LinkedHashMap<>(InputScript.tensors(normalization));
        tensors.putAll(script.tensors());
        return new FrozenNetwork(network.input(), ScriptedModule.load(script.source(), tensors, threads));
    }

    /**
     * @param pixels [images, channels, height, width], uint8
     * @return [images × classes], row-major
     */
    @Override
    public float[] logits(byte[] pixels, int images) {
        return module.call(scope ->
                scope.evaluate("logits", scope.pixels(pixels, images, input)).toFloatArray());
    }

    @Override
    public void close() {
        module.close();
    }
}
