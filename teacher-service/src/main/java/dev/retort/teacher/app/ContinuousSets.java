package dev.retort.teacher.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.distill.network.ImageShape;
import dev.retort.kit.run.RunFailure;

/** From an experiment to its continuous set. */
final class ContinuousSets {
    private ContinuousSets() {}

    /** The same teacher, dataset, views and seed give the same id. */
    static ContinuousSet of(
            Experiment experiment,
            ContinuousSpec spec,
            Digest dataset,
            Digest teacherVersion,
            ImageShape shape,
            int classes) {
        Augmentation usual = experiment.transferSet().augmentation();
        // Mixup would show a sample together with one of another batch, which is not at hand.
        Augmentation unmixed = new Augmentation(usual.flip(), usual.cropPadding(), usual.cutout(), 0);
        try {
            return new ContinuousSet(
                            ContinuousSet.UNNAMED,
                            dataset,
                            teacherVersion,
                            unmixed,
                            new Seeds(experiment.seed()).continuousSet(),
                            shape.channels(),
                            shape.height(),
                            shape.width(),
                            classes,
                            spec.batchSize(),
                            spec.views(),
                            spec.heldOutShare())
                    .named();
        } catch (IllegalArgumentException e) {
            throw new RunFailure("batch-too-large", "continuous.batchSize: " + e.getMessage(), e);
        }
    }
}
