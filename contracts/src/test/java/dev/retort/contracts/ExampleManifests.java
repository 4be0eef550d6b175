package dev.retort.contracts;

import static dev.retort.contracts.Examples.RUN;
import static dev.retort.contracts.Examples.YAML;
import static dev.retort.contracts.Examples.digest;

import dev.retort.contracts.experiment.Preprocessing;
import dev.retort.contracts.experiment.Preprocessing.Channels;
import dev.retort.contracts.experiment.Preprocessing.Size;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.DatasetManifest;
import dev.retort.contracts.manifest.FileEntry;
import dev.retort.contracts.manifest.Machine;
import dev.retort.contracts.manifest.Manifest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.contracts.manifest.PredictionsManifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of each manifest, as the golden files hold them, and one that is younger. */
public final class ExampleManifests {
    private ExampleManifests() {}

    public static List<Manifest> manifests() {
        return List.of(datasetManifest(), checkpointManifest(), modelManifest(), predictionsManifest());
    }

    private static DatasetManifest datasetManifest() {
        return new DatasetManifest(
                "drawn",
                List.of("circle", "square"),
                3,
                32,
                32,
                4000,
                1000,
                List.of(0.5, 0.25, 0.125),
                List.of(0.25, 0.25, 0.5),
                Map.of(
                        DatasetManifest.TRAIN, new FileEntry(digest("train"), 12_296_000),
                        DatasetManifest.TEST, new FileEntry(digest("test"), 3_074_000)));
    }

    private static CheckpointManifest checkpointManifest() {
        return new CheckpointManifest(
                RUN,
                "distilled",
                "resnet8",
                10,
                108,
                216,
                digest("dataset"),
                digest("transfer set"),
                digest("teacher"),
                13_824,
                Map.of(0, 54L, 1, 54L, 10, 9_007_199_254_740_993L),
                YAML,
                1,
                "bf16",
                2,
                new Machine(
                        "amd64 AMD EPYC 9R14", List.of("avx512_bf16", "ONEDNN_MAX_CPU_ISA=AVX2"), "2.7.1", "tcmalloc"),
                digest("older checkpoint"),
                "0.1.0",
                Map.of(CheckpointManifest.STATE, new FileEntry(digest("state"), 627_400)));
    }

    private static ModelManifest modelManifest() {
        return modelManifest(null, null, null, Map.of());
    }

    /** As a version that can be served has it since there are golden answers. */
    public static ModelManifest servedManifest() {
        return modelManifest(
                1.25,
                new ModelManifest.GoldenRecord(16, 0.001),
                null,
                Map.of(
                        ModelManifest.GOLDEN_IMAGES, new FileEntry(digest("golden images"), 49_152),
                        ModelManifest.GOLDEN_LOGITS, new FileEntry(digest("golden logits"), 128)));
    }

    /** Of a teacher from elsewhere, since it may say what is done with images. */
    public static ModelManifest preparingManifest() {
        return modelManifest(null, null, new Preprocessing(new Size(224, 160), Channels.BGR, 255), Map.of());
    }

    private static ModelManifest modelManifest(
            @Nullable Double temperature,
            ModelManifest.@Nullable GoldenRecord golden,
            @Nullable Preprocessing preprocessing,
            Map<String, FileEntry> more) {
        Map<String, FileEntry> files = new HashMap<>(more);
        files.put(ModelManifest.ONNX, new FileEntry(digest("onnx"), 315_211));
        files.put(ModelManifest.WEIGHTS, new FileEntry(digest("weights"), 318_400));
        return new ModelManifest(
                "resnet8",
                List.of("circle", "square"),
                3,
                32,
                32,
                List.of(0.5, 0.25, 0.125),
                List.of(0.25, 0.25, 0.5),
                RUN,
                "distilled",
                108,
                digest("checkpoint"),
                digest("dataset"),
                digest("transfer set"),
                digest("teacher"),
                "0.1.0",
                temperature,
                golden,
                preprocessing,
                files);
    }

    private static PredictionsManifest predictionsManifest() {
        return new PredictionsManifest(
                digest("model"),
                digest("dataset"),
                10,
                500,
                -7_046_029_254_386_353_131L,
                1000,
                Map.of(
                        PredictionsManifest.HELD_OUT, new FileEntry(digest("held-out"), 12_000),
                        PredictionsManifest.TEST, new FileEntry(digest("test"), 24_000)));
    }
}
