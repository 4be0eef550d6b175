package dev.retort.contracts.manifest;

import dev.retort.contracts.Arguments;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A dataset of uint8 images. Each split is one file of records: label as unsigned 16 bit big-endian, then channels ×
 * height × width pixels.
 *
 * @param mean per channel, of pixels scaled to [0, 1], over the training split
 * @param standardDeviation likewise
 */
public record DatasetManifest(
        String name,
        List<String> classes,
        int channels,
        int height,
        int width,
        int trainImages,
        int testImages,
        List<Double> mean,
        List<Double> standardDeviation,
        Map<String, FileEntry> files)
        implements Manifest {
    public static final String TRAIN = "train.bin";
    public static final String TEST = "test.bin";

    public DatasetManifest {
        Arguments.requireAtLeast("channels", channels, 1);
        Arguments.requireAtLeast("height", height, 1);
        Arguments.requireAtLeast("width", width, 1);
        Arguments.requireNotNegative("trainImages", trainImages);
        Arguments.requireNotNegative("testImages", testImages);
        mean.forEach(value -> Arguments.requireFinite("mean", value));
        standardDeviation.forEach(value -> Arguments.requireFinite("standardDeviation", value));
        Arguments.requireFileNames(files.keySet());
        classes = List.copyOf(classes);
        mean = List.copyOf(mean);
        standardDeviation = List.copyOf(standardDeviation);
        files = Map.copyOf(new TreeMap<>(files));
    }
}
