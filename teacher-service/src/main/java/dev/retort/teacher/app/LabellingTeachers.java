package dev.retort.teacher.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.TeacherSpec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.score.OpenClassifier;
import dev.retort.kit.run.RunView;
import jakarta.enterprise.context.ApplicationScoped;

/** Teachers that are in the store, opened to label. */
@ApplicationScoped
public class LabellingTeachers {
    private final TeacherNetworks networks;
    private final TeacherModels models;
    private final OutsideTeachers outside;

    LabellingTeachers(TeacherNetworks networks, TeacherModels models, OutsideTeachers outside) {
        this.networks = networks;
        this.models = models;
        this.outside = outside;
    }

    OpenClassifier open(RunView run, Dataset dataset, Digest version) {
        return switch (run.experiment().teacher()) {
            case TeacherSpec.Outside _ -> outside.open(version, dataset);
            case TeacherSpec.Catalogued teacher -> {
                Network network = networks.network(teacher, dataset);
                yield networks.frozen(run.experiment(), network, dataset, models.fetch(version, network));
            }
        };
    }
}
