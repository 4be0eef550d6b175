package dev.retort.teacher.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.contracts.sample.Sample;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoredImagesTest {
    private static final ImageShape SHAPE = new ImageShape(1, 2, 2);
    private static final int HELD_OUT = 3;

    /** Image i is four times the byte first + i. */
    private record Numbered(int first, int size) implements ImageSet {
        @Override
        public ImageShape shape() {
            return SHAPE;
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public void copyPixels(int index, byte[] target, int offset) {
            Arrays.fill(target, offset, offset + SHAPE.size(), (byte) (first + index));
        }

        Digest content(int index) {
            byte[] pixels = new byte[SHAPE.size()];
            copyPixels(index, pixels, 0);
            return Sample.content(1, 2, 2, pixels);
        }
    }

    @Test
    void areThoseHeldOutAndThoseOfTheTestSplit() throws Exception {
        Numbered train = new Numbered(0, 20);
        Numbered test = new Numbered(100, 4);
        Dataset dataset =
                new Dataset("numbered", List.of("a", "b"), new Normalization(List.of(0.5), List.of(0.5)), train, test);
        Experiment experiment = ExperimentReader.read("""
                name: scored
                seed: 5
                dataset: {source: drawn, heldOutImages: %d}
                teacher: {network: resnet8, epochs: 1}
                student: {network: resnet8, epochs: 1}
                """.formatted(HELD_OUT));

        ScoredImages scored = ScoredImages.of(dataset, experiment);

        HeldOutSplit split = HeldOutSplit.of(20, HELD_OUT, new Seeds(5).split());
        assertThat(Arrays.stream(split.heldOut()).boxed())
                .hasSize(HELD_OUT)
                .allMatch(image -> scored.contains(train.content(image)));
        assertThat(Arrays.stream(split.training()).boxed())
                .hasSize(17)
                .noneMatch(image -> scored.contains(train.content(image)));
        assertThat(List.of(0, 1, 2, 3)).allMatch(image -> scored.contains(test.content(image)));
    }
}
