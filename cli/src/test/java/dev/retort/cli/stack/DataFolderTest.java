package dev.retort.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.cli.CommandFailure;
import dev.retort.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path temporary;

    @Test
    void letsOneAtATimeUseIt() {
        Path path = temporary.resolve("data");
        try (DataFolder first = DataFolder.open(path)) {
            assertThat(first.logs()).isDirectory();

            assertThatThrownBy(() -> DataFolder.open(path))
                    .isInstanceOfSatisfying(
                            CommandFailure.class,
                            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
                    .hasMessageContaining("another ./retort up runs on " + path);
        }

        try (DataFolder again = DataFolder.open(path)) {
            assertThat(again.path()).isEqualTo(path);
        }
    }

    @Test
    void copiesWhatALaterStartGoesOnFrom() throws IOException {
        Path from = temporary.resolve("from");
        Path to = temporary.resolve("to");
        assertThatThrownBy(() -> DataFolder.copyState(from, to)).hasMessageContaining("keeps nothing that ran before");
        try (DataFolder folder = DataFolder.open(from)) {
            Files.createDirectories(from.resolve("kafka/retort.samples-0"));
            Files.writeString(from.resolve("kafka/retort.samples-0/0.log"), "records");
            Files.createDirectories(folder.store());
            Files.writeString(folder.logs().resolve("up.log"), "lines");

            assertThatThrownBy(() -> DataFolder.copyState(from, to)).hasMessageContaining("another ./retort up runs");
        }

        DataFolder.copyState(from, to);

        assertThat(to.resolve("kafka/retort.samples-0/0.log")).hasContent("records");
        assertThat(to.resolve("store")).isDirectory();
        assertThat(to.resolve("logs")).doesNotExist();
        assertThat(DataFolder.holdsState(to)).isTrue();
    }

    @Test
    void deletesWhatIsItsOwnAndNothingElse() throws IOException {
        Path path = temporary.resolve("data");
        DataFolder folder = DataFolder.open(path);
        Files.writeString(folder.samples().resolve("disc.png"), "x");
        Path theirs = Files.writeString(path.resolve("thesis.tex"), "years of work");
        folder.close();

        folder.delete();

        assertThat(path).isDirectoryContaining(theirs::equals);
        assertThat(folder.samples()).doesNotExist();
        Files.delete(theirs);
        DataFolder.open(path).close();
        folder.delete();
        assertThat(path).doesNotExist();
    }

    @Test
    void deletesWhatKilledProcessesLeft() throws IOException {
        try (DataFolder folder = DataFolder.open(temporary.resolve("data"))) {
            Path unfinished = Files.createDirectories(folder.cache().resolve("partial-1"));
            Path cached = Files.createDirectories(folder.cache().resolve("abc"));
            Path model = Files.writeString(folder.temporary().resolve("model.onnx"), "half");

            folder.deleteTemporaryFiles();

            assertThat(unfinished).doesNotExist();
            assertThat(model).doesNotExist();
            assertThat(folder.temporary()).isEmptyDirectory();
            assertThat(cached).isDirectory();
        }
    }

    @Test
    void saysThatTheDiskIsFullAndWhatToDo() {
        assertThatThrownBy(() -> DataFolder.requireSpace(temporary, Long.MAX_VALUE))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
                .hasMessageContaining("the disk of " + temporary + " is full")
                .hasMessageContaining("Make room, then call ./retort up again");
    }

    @Test
    void knowsADatasetWhenItSeesOne() throws IOException {
        Path cifar10 = Files.createDirectories(temporary.resolve("cifar10"));
        Files.createFile(cifar10.resolve("data_batch_1.bin"));
        Path classes = temporary.resolve("classes");
        Files.createDirectories(classes.resolve("train/cat"));
        Files.createDirectories(classes.resolve("test/cat"));
        Path state = temporary.resolve("state");
        DataFolder.open(state).close();

        assertThat(DataFolder.looksLikeADataset(cifar10)).isTrue();
        assertThat(DataFolder.looksLikeADataset(classes)).isTrue();
        assertThat(DataFolder.looksLikeADataset(state)).isFalse();
        assertThat(DataFolder.looksLikeADataset(temporary.resolve("nowhere"))).isFalse();
    }

    @Test
    void saysSoWhenItCannotBeWritten() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("--data DIR");
    }
}
