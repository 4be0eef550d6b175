package dev.retort.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.drawn.DrawnImages;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainedOnTest {
    private static final String EXPERIMENT = """
            name: streamed
            seed: 5
            dataset: {source: drawn, trainImages: 60, testImages: 1, heldOutImages: 20}
            teacher: {network: resnet8, epochs: 1}
            student: {network: resnet8, epochs: 1}
            """;

    /** What the gate scores on must not have been learnt. */
    @Test
    void holdsEveryImageButThoseThatTheRunHoldsOut() throws Exception {
        Experiment experiment = ExperimentReader.read(EXPERIMENT);
        Dataset dataset = DrawnImages.dataset(new DatasetSpec.Drawn(60, 1, 1, 20), LoadProgress.NONE);

        ImageSet stream = TrainedOn.of(dataset, experiment);

        Set<String> seen = new HashSet<>();
        for (int index = 0; index < stream.size(); index++) {
            seen.add(described(stream, index));
        }
        assertThat(seen).hasSize(40);
        for (int index : HeldOutSplit.of(60, 20, new Seeds(5).split()).heldOut()) {
            assertThat(seen).doesNotContain(described(dataset.train(), index));
        }
    }

    private static String described(ImageSet images, int index) {
        byte[] pixels = new byte[images.shape().size()];
        images.copyPixels(index, pixels, 0);
        return images.label(index) + " " + Arrays.hashCode(pixels);
    }
}
