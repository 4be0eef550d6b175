package dev.retort.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.contracts.manifest.DatasetManifest;
import dev.retort.contracts.manifest.ManifestCodec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetFiles;
import dev.retort.distill.data.drawn.DrawnImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
    @TempDir
    Path temporary;

    @Test
    void writesAnImageOfEachOfSeveralClassesAsItIsInTheTestSplit() throws IOException {
        Dataset dataset = DrawnImages.dataset(new DatasetSpec.Drawn(20, 20, 7, 10), (done, total, unit) -> {});
        Digest digest = store(dataset);

        List<Samples.Sample> samples =
                Samples.write(temporary.resolve("bucket"), digest, 4, temporary.resolve("samples"));

        assertThat(samples).hasSize(4);
        assertThat(samples).extracting(Samples.Sample::label).doesNotHaveDuplicates();
        BufferedImage first = ImageIO.read(samples.getFirst().file().toFile());
        BufferedImage expected = new DrawnImages(7).picture(DrawnImages.Split.TEST, 0);
        assertThat(first.getRGB(0, 0, 32, 32, null, 0, 32)).isEqualTo(expected.getRGB(0, 0, 32, 32, null, 0, 32));
    }

    private Digest store(Dataset dataset) throws IOException {
        Path files = temporary.resolve("files");
        DatasetManifest manifest = DatasetFiles.write(dataset, files);
        byte[] json = ManifestCodec.encode(manifest);
        Digest digest = Digest.of(json);
        Path place = temporary.resolve("bucket").resolve(ObjectKeys.dataset(digest));
        Files.createDirectories(place.getParent());
        Files.move(files, place);
        Files.write(place.resolve(ObjectKeys.MANIFEST), json);
        return digest;
    }
}
