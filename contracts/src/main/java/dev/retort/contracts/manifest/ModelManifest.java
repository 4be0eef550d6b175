package dev.retort.contracts.manifest;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.Preprocessing;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model version: what gets served. {@link #ONNX} takes float [n, channels, height, width] of pixels scaled to [0, 1],
 * normalisation is inside, and answers logits [n, classes]. {@link #WEIGHTS} is the exchange form.
 *
 * @param temperature probabilities are softmax(logits / temperature); absent in older versions and where none fits: 1
 * @param preprocessing of a teacher from elsewhere, before mean and deviation; absent where nothing is to be done
 * @param golden what it answered when it was published; absent in older versions
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
        @Nullable Double temperature,
        @Nullable GoldenRecord golden,
        @Nullable Preprocessing preprocessing,
        Map<String, FileEntry> files)
        implements Manifest {
    public static final String ONNX = "model.onnx";
    /** Of a teacher from elsewhere; takes prepared and normalised pixels, as its {@link #ONNX} does. */
    public static final String TORCHSCRIPT = "model.pt";

    public static final String WEIGHTS = "weights.safetensors";
    /** Of {@link #golden}: uint8 [images, channels, height, width]. */
    public static final String GOLDEN_IMAGES = "golden-images.bin";
    /** Of {@link #golden}: float32, little-endian [images, classes]. */
    public static final String GOLDEN_LOGITS = "golden-logits.bin";

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
        if (temperature != null) {
            Arguments.requirePositive("temperature", temperature);
        }
        if (golden != null && !files.keySet().containsAll(List.of(GOLDEN_IMAGES, GOLDEN_LOGITS))) {
            throw new IllegalArgumentException("golden answers without " + GOLDEN_IMAGES + " and " + GOLDEN_LOGITS);
        }
        classes = List.copyOf(classes);
        mean = List.copyOf(mean);
        standardDeviation = List.copyOf(standardDeviation);
        files = Map.copyOf(files);
    }

    /** One that was published before there were golden answers, or that is never served. */
    public ModelManifest(
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
            Map<String, FileEntry> files) {
        this(
                network,
                classes,
                channels,
                height,
                width,
                mean,
                standardDeviation,
                run,
                arm,
                step,
                checkpoint,
                dataset,
                transferSet,
                teacherVersion,
                codeVersion,
                null,
                null,
                files);
    }

    /** One of ours: it takes images as they are. */
    public ModelManifest(
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
            @Nullable Double temperature,
            @Nullable GoldenRecord golden,
            Map<String, FileEntry> files) {
        this(
                network,
                classes,
                channels,
                height,
                width,
                mean,
                standardDeviation,
                run,
                arm,
                step,
                checkpoint,
                dataset,
                transferSet,
                teacherVersion,
                codeVersion,
                temperature,
                golden,
                null,
                files);
    }

    public Preprocessing preprocessingOrStandard() {
        return preprocessing == null ? Preprocessing.STANDARD : preprocessing;
    }

    /** What logits are divided by before softmax. */
    public double temperatureOrOne() {
        return temperature == null ? 1 : temperature;
    }

    /**
     * Images and the logits that they got.
     *
     * @param tolerance of a logit y: an answer may be off by tolerance · max(1, |y|)
     */
    public record GoldenRecord(int images, double tolerance) {
        public GoldenRecord {
            Arguments.requireAtLeast("images", images, 1);
            Arguments.requirePositive("tolerance", tolerance);
        }
    }
}
