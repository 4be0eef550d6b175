package dev.retort.contracts.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.retort.contracts.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The large network. */
public sealed interface TeacherSpec {
    /** What the JSON form, and by it a run's name, tells kinds apart by; {@link Catalogued}, which was there first, goes without. */
    @JsonProperty
    default @Nullable String kind() {
        return this instanceof Catalogued ? null : getClass().getSimpleName();
    }

    /** What it is called. */
    String network();

    /**
     * A network of ours, trained or found.
     *
     * @param network a name of the catalogue, such as {@code resnet50}
     * @param version a teacher that is in the store already; then nothing is trained and training is ignored
     */
    record Catalogued(String network, @Nullable Digest version, TrainingSpec training) implements TeacherSpec {}

    /**
     * A network from elsewhere, of which only the logits matter: takes float [n, channels, height, width] of the dataset's
     * images, answers [n, classes] in the order of the dataset's classes.
     *
     * @param file key {@code file}: a path below the dataset directory that ends in {@code .onnx} (ONNX) or {@code .pt}
     *     (TorchScript: code, to be trusted as such)
     * @param sha256 key {@code sha256}: of that file; other bytes are refused
     * @param mean key {@code preprocessing.mean}: per channel, taken from pixels in [0, scale]; default zeros
     * @param standardDeviation key {@code preprocessing.standardDeviation}: per channel, divided by then, &gt; 0; default
     *     ones
     * @param preprocessing the other keys of {@code preprocessing}; null where they say what would be done anyway, so that the
     *     name of a run stays what it was
     */
    record Outside(
            String file,
            Digest sha256,
            List<Double> mean,
            List<Double> standardDeviation,
            @Nullable Preprocessing preprocessing)
            implements TeacherSpec {
        public Outside {
            mean = List.copyOf(mean);
            standardDeviation = List.copyOf(standardDeviation);
        }

        public Preprocessing preprocessingOrStandard() {
            return preprocessing == null ? Preprocessing.STANDARD : preprocessing;
        }

        @Override
        public String network() {
            return file.substring(file.lastIndexOf('/') + 1);
        }
    }
}
