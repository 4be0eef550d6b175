package dev.retort.distill.train;

import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.weights.Initialization;
import java.util.List;
import java.util.Random;

/** Networks of random weights, batches of noise, and what they are trained with. */
final class SmallTrainings {
    static final ImageShape SHAPE = new ImageShape(3, 8, 8);
    static final Normalization NORMALIZATION = new Normalization(List.of(0.5, 0.4, 0.3), List.of(0.2, 0.25, 0.3));
    static final OptimizerSpec PLAIN = new OptimizerSpec.Sgd(0.1, 0, false, 0);
    static final OptimizerSpec USUAL = new OptimizerSpec.Sgd(0.1, 0.9, true, 5e-4);
    static final DistillationLoss DISTILLATION = new DistillationLoss(0.3, 0.7, 4);
    static final Network NETWORK = Networks.create("resnet8", SHAPE, 10);

    private SmallTrainings() {}

    static TrainingState fresh(Network network) {
        return TrainingState.fresh(network, Initialization.kaiming(network, 1));
    }

    static TrainableNetwork open(
            Network network, Precision precision, OptimizerSpec optimizer, DistillationLoss loss, TrainingState state) {
        return TrainableNetwork.open(
                network, NORMALIZATION, new TrainingSettings(precision, 1, optimizer, 0, loss), state);
    }

    static TrainingBatch batch(Network network, int size, long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[size * network.input().size()];
        random.nextBytes(pixels);
        int[] labels = random.ints(size, 0, 10).toArray();
        short[] logits = new short[size * 10];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Float.floatToFloat16((float) random.nextGaussian() * 3);
        }
        return new TrainingBatch(pixels, labels, logits);
    }
}
