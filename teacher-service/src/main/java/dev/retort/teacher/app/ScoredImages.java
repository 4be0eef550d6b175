package dev.retort.teacher.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.contracts.sample.Sample;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import java.util.HashSet;
import java.util.Set;

/** The images of a dataset that students are compared on, by their content: those held out and those of the test split. */
final class ScoredImages {
    private final Set<Digest> contents = new HashSet<>();

    private ScoredImages() {}

    static ScoredImages of(Dataset dataset, Experiment experiment) {
        ScoredImages scored = new ScoredImages();
        HeldOutSplit split = HeldOutSplit.of(
                dataset.train().size(), experiment.dataset().heldOutImages(), new Seeds(experiment.seed()).split());
        for (int image : split.heldOut()) {
            scored.add(dataset.train(), image);
        }
        for (int image = 0; image < dataset.test().size(); image++) {
            scored.add(dataset.test(), image);
        }
        return scored;
    }

    private void add(ImageSet images, int image) {
        ImageShape shape = images.shape();
        byte[] pixels = new byte[shape.size()];
        images.copyPixels(image, pixels, 0);
        contents.add(Sample.content(shape.channels(), shape.height(), shape.width(), pixels));
    }

    boolean contains(Digest content) {
        return contents.contains(content);
    }
}
