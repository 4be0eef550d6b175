package dev.retort.contracts.manifest;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model version: what gets served. {@link #ONNX} takes float [n, channels, height, width] of pixels scaled to [0, 1],
 * normalisation is inside, and answers logits [n, classes]. {@link #WEIGHTS} is the exchange form.
 */
public record ModelManifest(
        String network,
        List<String> classes,
        int channels,
        int height,
        int width,
        List<Double> mean,
        List<Double> standardDeviation,
        String run,
        String arm,
        long step,
        @Nullable Digest checkpoint,
        Digest dataset,
        @Nullable Digest transferSet,
        @Nullable Digest teacherVersion,
        String codeVersion,
        Map<String, FileEntry> files)
        implements Manifest {
    public static final String ONNX = "model.onnx";
    /** Of a teacher from elsewhere; takes normalised pixels, as its {@link #ONNX} does. */
    public static final String TORCHSCRIPT = "model.pt";

    public static final String WEIGHTS = "weights.safetensors";

    public ModelManifest {
        Arguments.requireAtLeast("channels", channels, 1);
        Arguments.requireAtLeast("height", height, 1);
        Arguments.requireAtLeast("width", width, 1);
        Arguments.requireName("run", run);
        Arguments.requireName("arm", arm);
        Arguments.requireNotNegative("step", step);
        mean.forEach(value -> Arguments.requireFinite("mean", value));
        standardDeviation.forEach(value -> Arguments.requireFinite("standardDeviation", value));
        Arguments.requireFileNames(files.keySet());
        classes = List.copyOf(classes);
        mean = List.copyOf(mean);
        standardDeviation = List.copyOf(standardDeviation);
        files = Map.copyOf(files);
    }
}
