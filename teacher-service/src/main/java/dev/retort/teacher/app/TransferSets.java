package dev.retort.teacher.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.contracts.experiment.TransferSetSpec;
import dev.retort.kit.run.RunFailure;

/** From an experiment to the transfer set that it needs. */
final class TransferSets {
    private TransferSets() {}

    /** The same teacher, images, views and seed give the same id, so that the set is there already or is made once. */
    static TransferSet of(
            Experiment experiment, Digest dataset, Digest teacherVersion, int trainingImages, int classes) {
        TransferSetSpec spec = experiment.transferSet();
        Seeds seeds = new Seeds(experiment.seed());
        int samplesPerView = trainingImages / spec.batchSize() * spec.batchSize();
        if (samplesPerView == 0) {
            throw new RunFailure(
                    "too-few-images",
                    "transferSet.batchSize %d is more than the %d images to label"
                            .formatted(spec.batchSize(), trainingImages));
        }
        return new TransferSet(
                        TransferSet.UNNAMED,
                        dataset,
                        teacherVersion,
                        spec.augmentation(),
                        seeds.transferSet(),
                        experiment.dataset().heldOutImages(),
                        seeds.split(),
                        spec.views(),
                        samplesPerView,
                        spec.batchSize(),
                        spec.partitions(),
                        classes)
                .named();
    }
}
