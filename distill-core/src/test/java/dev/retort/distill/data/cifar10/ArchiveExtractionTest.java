package dev.retort.distill.data.cifar10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.distill.data.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveExtractionTest {
    @TempDir
    Path temporary;

    private Path directory;
    private Path archive;
    private Path batches;

    @BeforeEach
    void nameFiles() throws IOException {
        directory = Files.createDirectory(temporary.resolve("datasets"));
        archive = directory.resolve(OfficialArchive.FILE_NAME);
        batches = directory.resolve(Cifar10Directory.NAME);
    }

    @Test
    void unpacksTheArchiveAndKeepsIt() throws IOException {
        Files.write(archive, TarGz.small());

        ArchiveExtraction.extract(archive, batches);

        assertThat(batches.resolve("data_batch_1.bin")).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(names()).containsExactlyInAnyOrder(OfficialArchive.FILE_NAME, Cifar10Directory.NAME);
    }

    @Test
    void startsOverWhatAnEarlierStartLeft() throws IOException {
        Files.write(archive, TarGz.small());
        Path left = Files.createDirectories(
                directory.resolve(OfficialArchive.FILE_NAME + ".unpacking").resolve(Cifar10Directory.NAME));
        Files.write(left.resolve("stale"), new byte[1]);

        ArchiveExtraction.extract(archive, batches);

        assertThat(batches.resolve("stale")).doesNotExist();
        assertThat(names()).containsExactlyInAnyOrder(OfficialArchive.FILE_NAME, Cifar10Directory.NAME);
    }

    @Test
    void refusesATruncatedArchive() throws IOException {
        byte[] whole = TarGz.small();
        Files.write(archive, Arrays.copyOf(whole, whole.length - 20));

        assertRefused("ZLIB");
    }

    @Test
    void refusesBytesThatAreNoArchive() throws IOException {
        Files.writeString(archive, "<html>Not found</html>");

        assertRefused("GZIP");
    }

    @Test
    void refusesAnArchiveOfSomethingElse() throws IOException {
        Files.write(archive, new TarGz().file("cats/1.png", new byte[1]).bytes());

        assertRefused("data_batch_1.bin");
    }

    @Test
    void refusesToWriteAboveItsDirectory() throws IOException {
        Files.write(archive, new TarGz().file("a/../../../stolen", new byte[1]).bytes());

        assertRefused("outside");
        assertThat(temporary.resolve("stolen")).doesNotExist();
    }

    @Test
    void refusesToWriteToAnAbsolutePath() throws IOException {
        Path target = temporary.resolve("stolen").toAbsolutePath();
        Files.write(archive, new TarGz().file(target.toString(), new byte[1]).bytes());

        assertRefused("outside");
        assertThat(target).doesNotExist();
    }

    @Test
    void refusesLinks() throws IOException {
        Files.write(archive, new TarGz().link("way-out", "/").bytes());

        assertRefused("link");
    }

    private void assertRefused(String reason) throws IOException {
        assertThatThrownBy(() -> ArchiveExtraction.extract(archive, batches))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(archive.toString())
                .hasMessageContaining(reason)
                .hasMessageContaining("Delete it");
        assertThat(names()).containsExactly(OfficialArchive.FILE_NAME);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
