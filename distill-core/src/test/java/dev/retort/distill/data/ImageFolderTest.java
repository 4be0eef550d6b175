package dev.retort.distill.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.network.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderTest {
    @TempDir
    Path directory;

    @Test
    void numbersClassesAndImagesByTheirNames() throws IOException {
        put("pets/train/dog/2.png", 0x020000);
        put("pets/train/dog/1.PNG", 0x010000);
        put("pets/train/cat/9.png", 0x090000);
        put("pets/test/cat/1.png", 0x0A0000);
        put("pets/test/dog/1.png", 0x0B0000);

        Dataset dataset = load("pets");

        assertThat(dataset.name()).isEqualTo("pets");
        assertThat(dataset.classes()).containsExactly("cat", "dog");
        assertThat(dataset.train().shape()).isEqualTo(new ImageShape(3, 8, 8));
        assertThat(contents(dataset.train())).containsExactly("0:9", "1:1", "1:2");
        assertThat(contents(dataset.test())).containsExactly("0:10", "1:11");
    }

    @Test
    void readsImagesOfAnySizeAndFormat() throws IOException {
        put("pets/train/cat/small.png", 0x100000);
        Files.write(
                directory.resolve("pets/train/cat/wide.jpeg"),
                Pictures.encode(Pictures.filled(300, 20, 0x808080), "jpg"));
        Files.write(directory.resolve("pets/train/cat/red.WebP"), WebpPictures.LOSSY);
        put("pets/train/dog/1.png", 0x100000);
        putTest();

        assertThat(contents(load("pets").train())).contains("0:-56").hasSize(4);
    }

    @Test
    void saysOnceHowManyFilesItLeavesOutOfWhichClass() throws IOException {
        put("pets/train/cat/1.png", 1);
        put("pets/train/cat/old/1.png", 1);
        put("pets/train/cat/old/older/1.png", 1);
        put("pets/train/beside.png", 1);
        put("pets/train/dog/1.png", 1);
        for (String name : List.of("a.gif", "b.gif", "c.gif", "d.gif", ".hidden")) {
            Files.write(directory.resolve("pets/train/dog/" + name), new byte[1]);
        }
        putTest();

        assertThat(warnings("pets"))
                .singleElement()
                .asString()
                .contains("pets: 7 files are left out", ".png, .jpg", ".webp")
                .endsWith("train/dog 4 (a.gif, b.gif, c.gif, …), train/cat 2 (old/1.png, old/older/1.png), "
                        + "train 1 (beside.png)");
    }

    @Test
    void tellsOnlyOfTheFoldersThatLackMost() throws IOException {
        for (int label = 10; label < 22; label++) {
            put("pets/train/%d/1.png".formatted(label), 1);
            put("pets/test/%d/1.png".formatted(label), 1);
            Files.write(directory.resolve("pets/train/%d/a.gif".formatted(label)), new byte[1]);
        }
        Files.write(directory.resolve("pets/train/21/b.gif"), new byte[1]);

        assertThat(warnings("pets"))
                .singleElement()
                .asString()
                .contains("13 files", ": train/21 2 (a.gif, b.gif), train/10 1 (a.gif), ")
                .endsWith(", and of 2 other folders");
    }

    @Test
    void saysNothingWhereEveryFileIsTaken() throws IOException {
        put("pets/train/cat/1.png", 1);
        put("pets/train/dog/1.png", 1);
        putTest();

        assertThat(warnings("pets")).isEmpty();
    }

    @Test
    void leavesOtherFilesAlone() throws IOException {
        put("pets/train/cat/1.png", 0x100000);
        put("pets/train/dog/1.png", 0x100000);
        Files.writeString(directory.resolve("pets/train/README.md"), "hello");
        Files.writeString(directory.resolve("pets/train/cat/notes.txt"), "hello");
        Files.writeString(directory.resolve("pets/train/cat/._1.png"), "left by another system");
        Files.createDirectory(directory.resolve("pets/train/.hidden"));
        putTest();

        Dataset dataset = load("pets");

        assertThat(dataset.classes()).containsExactly("cat", "dog");
        assertThat(dataset.train().size()).isEqualTo(2);
    }

    @Test
    void tellsHowFarItIsOverBothSplits() throws IOException {
        put("pets/train/cat/1.png", 1);
        put("pets/train/dog/1.png", 1);
        putTest();
        List<String> reports = new ArrayList<>();

        DatasetSources.load(
                new DatasetSpec.Folder("pets", 8, 1),
                new DatasetLocations(directory),
                (done, total, unit) -> reports.add(done + " of " + total + " " + unit));

        assertThat(reports).containsExactly("2 of 4 images", "4 of 4 images");
    }

    @Test
    void namesTheImageThatCannotBeRead() throws IOException {
        put("pets/train/cat/1.png", 0x100000);
        put("pets/train/dog/1.png", 0x100000);
        Path broken = directory.resolve("pets/train/dog/broken.png");
        Files.write(broken, Arrays.copyOf(Pictures.png(Pictures.filled(50, 50, 0)), 40));
        putTest();

        assertRefused("pets", broken.toString());
    }

    @Test
    void refusesAnImageBomb() throws IOException {
        put("pets/train/cat/1.png", 0x100000);
        put("pets/train/dog/1.png", 0x100000);
        Files.write(directory.resolve("pets/train/dog/bomb.png"), Pictures.bomb(60_000, 60_000));
        putTest();

        assertRefused("pets", "bomb.png", "60,000 × 60,000");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertRefused("nowhere", directory.resolve("nowhere/train").toString(), "one folder a class");

        put("one/train/cat/1.png", 1);
        assertRefused("one", "1 folders of images", "at least 2");

        put("untested/train/cat/1.png", 1);
        put("untested/train/dog/1.png", 1);
        put("untested/test/cat/1.png", 1);
        Files.createDirectories(directory.resolve("untested/test/dog"));
        assertRefused("untested", directory.resolve("untested/test/dog").toString(), "no PNG, JPEG or WebP");

        put("extra/train/cat/1.png", 1);
        put("extra/train/dog/1.png", 1);
        put("extra/test/cow/1.png", 1);
        put("extra/test/dog/1.png", 1);
        assertRefused("extra", directory.resolve("extra/test/cow").toString(), "not among the classes");
    }

    @Test
    void staysInsideOfTheDatasetDirectory() {
        assertRefused("../secrets", "outside of the dataset directory");
        assertRefused("/etc", "outside of the dataset directory");
    }

    private void putTest() throws IOException {
        put("pets/test/cat/1.png", 0);
        put("pets/test/dog/1.png", 0);
    }

    private void put(String path, int rgb) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, Pictures.png(Pictures.filled(8, 8, rgb)));
    }

    private Dataset load(String path) {
        return DatasetSources.load(
                new DatasetSpec.Folder(path, 8, 1), new DatasetLocations(directory), LoadProgress.NONE);
    }

    private List<String> warnings(String path) {
        List<String> warnings = new ArrayList<>();
        DatasetSources.load(new DatasetSpec.Folder(path, 8, 1), new DatasetLocations(directory), new LoadProgress() {
            @Override
            public void advanced(long done, long total, String unit) {}

            @Override
            public void warned(String sentence) {
                warnings.add(sentence);
            }
        });
        return warnings;
    }

    private void assertRefused(String path, String... parts) {
        assertThatThrownBy(() -> load(path))
                .isInstanceOf(DatasetException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    /** Label and red of each image. */
    private static List<String> contents(ImageSet images) {
        List<String> contents = new ArrayList<>();
        byte[] pixels = new byte[images.shape().size()];
        for (int index = 0; index < images.size(); index++) {
            images.copyPixels(index, pixels, 0);
            contents.add(images.label(index) + ":" + pixels[0]);
        }
        return contents;
    }
}
