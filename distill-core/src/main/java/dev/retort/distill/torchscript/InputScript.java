package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Method {@code normalised}: from pixels, uint8 [n, channels, height, width], to the network's input in channels_last. */
public final class InputScript {
    private static final int CHANNELS_LAST = 2;

    private InputScript() {}

    static void write(ScriptText text, Precision precision) {
        text.method("normalised", "pixels: Tensor", "Tensor");
        text.line(2, "x = torch.to(pixels, %d, False, True)".formatted(ScriptText.FLOAT));
        text.line(2, "x = torch.mul_(torch.sub_(x, self.shift), self.scale)");
        text.line(2, "return torch.to(x, %d, False, False, %d)".formatted(ScriptText.dtype(precision), CHANNELS_LAST));
    }

    /** {@code shift} and {@code scale}, [1, channels, 1, 1]: (pixel - shift)·scale is the network's input. */
    public static Map<String, ArchivedTensor> tensors(Normalization normalization) {
        int channels = normalization.mean().size();
        float[] shift = new float[channels];
        float[] scale = new float[channels];
        for (int i = 0; i < channels; i++) {
            shift[i] = (float) (255 * normalization.mean().get(i));
            scale[i] = (float) (1 / (255 * normalization.standardDeviation().get(i)));
        }
        long[] shape = {1, channels, 1, 1};
        Map<String, ArchivedTensor> tensors = new LinkedHashMap<>();
        tensors.put("shift", ArchivedTensor.floats(new Tensor(shape, shift)));
        tensors.put("scale", ArchivedTensor.floats(new Tensor(shape, scale)));
        return tensors;
    }
}
