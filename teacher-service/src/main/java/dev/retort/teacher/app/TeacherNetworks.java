package dev.retort.teacher.app;

import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.train.FrozenNetwork;
import dev.retort.distill.train.PrecisionSupport;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.weights.Weights;
import dev.retort.kit.run.RunFailure;
import dev.retort.teacher.config.TeacherConfig;
import jakarta.enterprise.context.ApplicationScoped;

/** The teacher's network, and how it is computed on this machine. */
@ApplicationScoped
public class TeacherNetworks {
    private final TeacherConfig config;

    TeacherNetworks(TeacherConfig config) {
        this.config = config;
    }

    Network network(Experiment experiment, Dataset dataset) {
        try {
            return Networks.create(
                    experiment.teacher().network(),
                    dataset.train().shape(),
                    dataset.classes().size());
        } catch (IllegalArgumentException e) {
            throw new RunFailure("network-unknown", "teacher.network: " + e.getMessage(), e);
        }
    }

    /** The form that labels. */
    FrozenNetwork frozen(Experiment experiment, Dataset dataset, Weights teacher) {
        Precision precision = PrecisionSupport.resolve(experiment.precision());
        return FrozenNetwork.open(network(experiment, dataset), teacher, dataset.normalization(), precision, threads());
    }

    TrainingSettings settings(Experiment experiment) {
        Precision precision = PrecisionSupport.resolve(experiment.precision());
        DistillationLoss loss = TrainingSettings.HARD_LABELS;
        var training = experiment.teacher().training();
        return new TrainingSettings(precision, threads(), training.optimizer(), training.labelSmoothing(), loss);
    }

    private int threads() {
        return config.threads() > 0 ? config.threads() : Runtime.getRuntime().availableProcessors();
    }
}
