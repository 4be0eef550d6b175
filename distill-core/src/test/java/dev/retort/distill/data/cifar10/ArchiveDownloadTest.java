package dev.retort.distill.data.cifar10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.cifar10.ArchiveServer.Behaviour;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveDownloadTest {
    private static final byte[] CONTENT = new byte[1_000_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    @TempDir
    Path directory;

    private Path target;
    private Path part;
    private final List<Long> reports = new ArrayList<>();

    @BeforeEach
    void nameFiles() {
        target = directory.resolve("downloads").resolve(OfficialArchive.FILE_NAME);
        part = directory.resolve("downloads").resolve(OfficialArchive.FILE_NAME + ".part");
    }

    @Test
    void downloadsTheArchiveAndTellsHowFarItIs() {
        try (ArchiveServer server = new ArchiveServer(CONTENT, new Behaviour.Good())) {
            download(server.address());
        }

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(part).doesNotExist();
        assertThat(reports).isSorted().endsWith((long) CONTENT.length);
    }

    @Test
    void goesOnWhereAnEarlierStartEnded() throws IOException {
        leave(Arrays.copyOf(CONTENT, 400_000));

        try (ArchiveServer server = new ArchiveServer(CONTENT, new Behaviour.Good())) {
            download(server.address());

            assertThat(server.ranges()).containsExactly("bytes=400000-");
        }
        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void goesOnWhereTheConnectionBroke() {
        try (ArchiveServer server = new ArchiveServer(
                CONTENT, new Behaviour.BreaksOff(300_000), new Behaviour.BreaksOff(300_000), new Behaviour.Good())) {
            download(server.address());

            assertThat(server.ranges()).hasSize(3);
            assertThat(server.ranges().getLast()).startsWith("bytes=");
        }
        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void startsOverWhereTheServerKnowsNoRanges() throws IOException {
        leave(Arrays.copyOf(CONTENT, 400_000));

        try (ArchiveServer server = new ArchiveServer(CONTENT, new Behaviour.WithoutRanges())) {
            download(server.address());
        }
        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void startsOverWhenWhatWasLeftIsOfAnotherFile() throws IOException {
        leave(new byte[400_000]);

        try (ArchiveServer server = new ArchiveServer(CONTENT, new Behaviour.Good())) {
            download(server.address());

            assertThat(server.ranges()).containsExactly("bytes=400000-", "");
        }
        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void takesWhatIsAlreadyWhole() throws IOException {
        leave(CONTENT);

        download(URI.create("http://127.0.0.1:1/"));

        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void triesAgainWhenTheServerIsOverloaded() {
        try (ArchiveServer server = new ArchiveServer(
                CONTENT, new Behaviour.Refuses(503), new Behaviour.Refuses(429), new Behaviour.Good())) {
            download(server.address());
        }
        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void refusesAnArchiveOfAnotherChecksum() {
        byte[] other = CONTENT.clone();
        other[77]++;

        try (ArchiveServer server = new ArchiveServer(other, new Behaviour.Good())) {
            assertThatThrownBy(() -> download(server.address()))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining(server.address().toString())
                    .hasMessageContaining(md5(other))
                    .hasMessageContaining(md5(CONTENT));
        }
        assertNothingIsLeft();
    }

    @Test
    void refusesAnArchiveThatIsTooLong() {
        byte[] longer = Arrays.copyOf(CONTENT, CONTENT.length + 500_000);

        try (ArchiveServer server = new ArchiveServer(longer, new Behaviour.Good())) {
            assertThatThrownBy(() -> download(server.address()))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("1,000,000");
        }
        assertNothingIsLeft();
    }

    @Test
    void givesUpAtOnceWhereThereIsNoSuchFile() {
        try (ArchiveServer server = new ArchiveServer(CONTENT, new Behaviour.Refuses(404))) {
            assertThatThrownBy(() -> download(server.address()))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("404")
                    .hasMessageContaining("yourself");
            assertThat(server.ranges()).hasSize(1);
        }
    }

    @Test
    void givesUpAfterAFewAttemptsAndKeepsWhatArrived() {
        try (ArchiveServer server =
                new ArchiveServer(CONTENT, new Behaviour.BreaksOff(300_000), new Behaviour.Refuses(500))) {
            assertThatThrownBy(() -> download(server.address()))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("of 1,000,000 bytes are kept in " + part);
            assertThat(server.ranges()).hasSize(3);
        }
        assertThat(part).exists();
        assertThat(target).doesNotExist();
    }

    @Test
    void saysThatTheServerIsAway() {
        URI address;
        try (ArchiveServer server = new ArchiveServer(CONTENT, new Behaviour.Good())) {
            address = server.address();
        }

        assertThatThrownBy(() -> download(address))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(address.toString())
                .hasMessageContaining("cannot be reached")
                .hasMessageContaining(directory.toString());
    }

    @Test
    void refusesAnAddressThatIsNotHttp() {
        assertThatThrownBy(() -> download(target.toUri()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("http:");
    }

    private void download(URI address) {
        LoadProgress progress = (done, total, unit) -> {
            assertThat(unit).isEqualTo("bytes");
            assertThat(total).isEqualTo(CONTENT.length);
            reports.add(done);
        };
        OfficialArchive archive = new OfficialArchive(address, CONTENT.length, md5(CONTENT));
        new ArchiveDownload(archive, 3, Duration.ZERO, progress).to(target);
    }

    private void leave(byte[] bytes) throws IOException {
        Files.createDirectories(part.getParent());
        Files.write(part, bytes);
    }

    private void assertNothingIsLeft() {
        assertThat(target).doesNotExist();
        assertThat(part).doesNotExist();
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
