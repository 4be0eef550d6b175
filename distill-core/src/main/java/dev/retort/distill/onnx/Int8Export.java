package dev.retort.distill.onnx;

import dev.retort.distill.compression.ActivationScale;
import dev.retort.distill.compression.BatchNormFolding;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.weights.WeightedNetwork;
import dev.retort.distill.weights.Weights;
import java.io.IOException;
import java.util.Map;

/**
 * Writes a network as ONNX that computes in 8 bits, batch norm folded: what convolutions and sums read is uint8, one scale a
 * tensor, with the range of least mean squared error over the calibration images; weights are int8, symmetric, one scale an
 * output channel; biases int32. Normalisation, pooling, GELU and the last layers compute in fp32. Input and output are those
 * of {@link OnnxExport}.
 */
public final class Int8Export {
    private Int8Export() {}

    /**
     * @param indices of the calibration images: training images, never held-out ones, for on those it is decided
     * @param threads that calibration computes on
     * @throws IllegalArgumentException as {@link OnnxExport#export}
     * @throws dev.retort.distill.score.NonFiniteLogitException if an activation is not finite
     */
    public static byte[] export(
            Network network, Weights weights, Normalization normalization, ImageSet images, int[] indices, int threads)
            throws IOException {
        WeightedNetwork folded = BatchNormFolding.fold(network, weights);
        Map<String, ActivationScale> scales = calibrate(folded, normalization, images, indices, threads);
        Map<String, String> metadata = Map.of(
                "precision", "int8", "calibration", "least mean squared error, %d images".formatted(indices.length));
        return OnnxExport.write(folded, normalization, graph -> new Int8(graph, scales), metadata);
    }

    private static Map<String, ActivationScale> calibrate(
            WeightedNetwork folded, Normalization normalization, ImageSet images, int[] indices, int threads)
            throws IOException {
        if (indices.length == 0) {
            throw new IllegalArgumentException("no images to calibrate on");
        }
        try (ActivationProbe probe = ActivationProbe.open(folded, normalization, threads)) {
            for (int start = 0; start < indices.length; start += ActivationProbe.BATCH) {
                probe.show(images, indices, start);
            }
            return probe.scales();
        }
    }
}
