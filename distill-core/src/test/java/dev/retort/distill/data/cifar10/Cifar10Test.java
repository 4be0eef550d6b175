package dev.retort.distill.data.cifar10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetLocations;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.cifar10.ArchiveServer.Behaviour;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

final class Cifar10Test {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/");

    @TempDir
    Path directory;

    @Test
    void prefersTheNamedDirectory() throws IOException {
        Path batches = Files.createDirectory(directory.resolve(Cifar10Directory.NAME));
        Files.createFile(directory.resolve("data_batch_1.bin"));

        assertThat(Cifar10.find(directory, download(NOWHERE, 0))).isEqualTo(batches);
    }

    @Test
    void takesADirectoryThatHoldsTheBatchesItself() throws IOException {
        Files.createFile(directory.resolve("data_batch_1.bin"));

        assertThat(Cifar10.find(directory, download(NOWHERE, 0))).isEqualTo(directory);
    }

    @Test
    void unpacksAnArchiveThatIsThere() throws IOException {
        Files.write(directory.resolve(OfficialArchive.FILE_NAME), TarGz.small());

        assertThat(Cifar10.find(directory, download(NOWHERE, 0)).resolve("data_batch_1.bin"))
                .exists();
    }

    @Test
    void downloadsWhenNothingIsThere() throws IOException {
        byte[] archive = TarGz.small();

        try (ArchiveServer server = new ArchiveServer(archive, new Behaviour.Good())) {
            Path batches = Cifar10.find(directory, download(server.address(), archive.length));

            assertThat(batches.resolve("data_batch_1.bin")).exists();
            assertThat(Cifar10.find(directory, download(NOWHERE, 0))).isEqualTo(batches);
            assertThat(server.ranges()).hasSize(1);
        }
    }

    /** The real thing, where somebody has it: a directory with cifar-10-batches-bin. */
    @Test
    @EnabledIfEnvironmentVariable(
            named = "RETORT_TEST_CIFAR10",
            matches = ".+",
            disabledReason = "set RETORT_TEST_CIFAR10 to a directory that holds cifar-10-batches-bin")
    void readsAllOfCifar10() {
        DatasetLocations locations = new DatasetLocations(Path.of(System.getenv("RETORT_TEST_CIFAR10")), NOWHERE);

        Dataset dataset = Cifar10.load(new DatasetSpec.Cifar10(0, 0, 5000), locations, LoadProgress.NONE);

        assertThat(dataset.train().size()).isEqualTo(50_000);
        assertThat(dataset.test().size()).isEqualTo(10_000);
        int[] counts = new int[10];
        for (int index = 0; index < 50_000; index++) {
            counts[dataset.train().label(index)]++;
        }
        assertThat(counts).containsOnly(5000);
        // The usual constants of the field; a copy that went through JPEG is a little off.
        assertThat(dataset.normalization().mean().getFirst()).isCloseTo(0.4914, within(0.001));
        assertThat(dataset.normalization().standardDeviation().getFirst()).isCloseTo(0.2470, within(0.003));
    }

    private static ArchiveDownload download(URI address, int bytes) throws IOException {
        Path whole = Files.write(Files.createTempFile("retort", ".tar.gz"), TarGz.small());
        String md5 = Md5.of(whole);
        Files.delete(whole);
        return new ArchiveDownload(new OfficialArchive(address, bytes, md5), 1, Duration.ZERO, LoadProgress.NONE);
    }
}
