package dev.retort.cli.demo;

import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;

/**
 * The images that a run trains on, for a stream of a dataset that has no others. Those that it holds out are not among them:
 * its gate scores what went on learning from the stream on them.
 */
final class TrainedOn implements ImageSet {
    private final ImageSet images;
    private final int[] training;

    private TrainedOn(ImageSet images, int[] training) {
        this.images = images;
        this.training = training;
    }

    static ImageSet of(Dataset dataset, Experiment experiment) {
        ImageSet all = dataset.train();
        HeldOutSplit split =
                HeldOutSplit.of(all.size(), experiment.dataset().heldOutImages(), new Seeds(experiment.seed()).split());
        return new TrainedOn(all, split.training());
    }

    @Override
    public ImageShape shape() {
        return images.shape();
    }

    @Override
    public int size() {
        return training.length;
    }

    @Override
    public int label(int index) {
        return images.label(training[index]);
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        images.copyPixels(training[index], target, offset);
    }
}
