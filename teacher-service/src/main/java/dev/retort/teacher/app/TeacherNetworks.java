package dev.retort.teacher.app;

import dev.retort.contracts.event.LabellingConditions;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.experiment.TeacherSpec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.train.FrozenNetwork;
import dev.retort.distill.train.PrecisionSupport;
import dev.retort.distill.train.ThisMachine;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.weights.Weights;
import dev.retort.kit.run.RunFailure;
import dev.retort.teacher.config.TeacherConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** The teacher's network, and how it is computed on this machine. */
@ApplicationScoped
public class TeacherNetworks {
    private final TeacherConfig config;

    TeacherNetworks(TeacherConfig config) {
        this.config = config;
    }

    Network network(TeacherSpec.Catalogued teacher, Dataset dataset) {
        try {
            return Networks.create(
                    teacher.network(),
                    dataset.train().shape(),
                    dataset.classes().size());
        } catch (IllegalArgumentException e) {
            throw new RunFailure("network-unknown", "teacher.network: " + e.getMessage(), e);
        }
    }

    /** The form that labels. */
    FrozenNetwork frozen(Experiment experiment, Network network, Dataset dataset, Weights teacher) {
        Precision precision = PrecisionSupport.resolve(experiment.precision());
        return FrozenNetwork.open(network, teacher, dataset.normalization(), precision, threads());
    }

    TrainingSettings settings(Experiment experiment, TeacherSpec.Catalogued teacher) {
        Precision precision = PrecisionSupport.resolve(experiment.precision());
        return TrainingSettings.of(teacher.training(), precision, threads(), TrainingSettings.HARD_LABELS);
    }

    /** Under which a teacher labels on this machine. */
    LabellingConditions conditions(Experiment experiment) {
        String precision = experiment.teacher() instanceof TeacherSpec.Outside
                ? LabellingConditions.OF_THE_FILE
                : PrecisionSupport.resolve(experiment.precision()).name().toLowerCase(Locale.ROOT);
        return new LabellingConditions(precision, threads(), ThisMachine.describe());
    }

    private int threads() {
        return config.threads() > 0 ? config.threads() : Runtime.getRuntime().availableProcessors();
    }
}
