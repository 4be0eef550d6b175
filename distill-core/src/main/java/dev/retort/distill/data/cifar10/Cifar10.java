package dev.retort.distill.data.cifar10;

import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.DatasetLocations;
import dev.retort.distill.data.LoadProgress;
import java.nio.file.Files;
import java.nio.file.Path;

/** CIFAR-10: 50,000 training and 10,000 test images, 32×32, ten classes. */
public final class Cifar10 {
    private Cifar10() {}

    /**
     * Takes the first that is there: {@code cifar-10-batches-bin} in the directory; the batches in the directory itself;
     * {@code cifar-10-binary.tar.gz} in it, which is unpacked; else the archive is downloaded.
     *
     * @throws DatasetException if it cannot be had, or files are missing or damaged
     */
    public static Dataset load(DatasetSpec.Cifar10 spec, DatasetLocations locations, LoadProgress progress) {
        OfficialArchive archive = OfficialArchive.at(locations.cifar10Archive());
        ArchiveDownload download =
                new ArchiveDownload(archive, ArchiveDownload.USUAL_ATTEMPTS, ArchiveDownload.USUAL_PAUSE, progress);
        Path batches = find(locations.directory(), download);
        return new Cifar10Directory(batches, Cifar10Directory.OFFICIAL_IMAGES_PER_BATCH).load(spec);
    }

    /** The directory that holds the batches. */
    static Path find(Path directory, ArchiveDownload download) {
        Path batches = directory.resolve(Cifar10Directory.NAME);
        if (Files.exists(batches)) {
            return batches;
        }
        if (Cifar10Directory.looksLikeOne(directory)) {
            return directory;
        }
        Path archive = directory.resolve(OfficialArchive.FILE_NAME);
        if (!Files.exists(archive)) {
            download.to(archive);
        }
        ArchiveExtraction.extract(archive, batches);
        return batches;
    }
}
