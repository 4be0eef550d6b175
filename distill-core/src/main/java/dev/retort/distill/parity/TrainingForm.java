package dev.retort.distill.parity;

import dev.retort.contracts.event.Parity;
import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.score.Predictions;
import dev.retort.distill.score.Scorer;
import dev.retort.distill.statistics.Agreement;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.weights.Weights;

/** Asks the form that was trained, in libtorch, what the artefact was asked. */
public record TrainingForm(Network network, Weights weights, Normalization normalization, int threads) {
    /** fp32, so that nothing but the export can make the two differ; no step is taken, so optimizer and loss are any. */
    private static final OptimizerSpec ANY_OPTIMIZER = new OptimizerSpec.Sgd(0.1, 0.9, true, 0);

    private static final DistillationLoss ANY_LOSS = new DistillationLoss(1, 0, 1);

    /** @param artefact what the artefact said to these images */
    public Parity parity(Predictions artefact, ImageSet images, int[] indices) {
        Predictions trained = predict(images, indices);
        double greatest = 0;
        for (int i = 0; i < indices.length; i++) {
            for (int c = 0; c < trained.classes(); c++) {
                greatest = Math.max(greatest, Math.abs(trained.logit(i, c) - artefact.logit(i, c)));
            }
        }
        return new Parity(indices.length, greatest, Agreement.share(trained.answers(), artefact.answers()));
    }

    private Predictions predict(ImageSet images, int[] indices) {
        TrainingSettings settings = new TrainingSettings(Precision.FP32, threads, ANY_OPTIMIZER, 0, ANY_LOSS);
        TrainingState state = TrainingState.fresh(network, weights);
        try (TrainableNetwork net = TrainableNetwork.open(network, normalization, settings, state)) {
            return Scorer.predict(net, images, indices);
        }
    }
}
