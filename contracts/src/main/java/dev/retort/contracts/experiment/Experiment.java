package dev.retort.contracts.experiment;

import java.util.List;

/**
 * One YAML file: everything that determines a run. Where files lie on a machine is not part of it.
 *
 * @param seed root of every random choice of the run
 * @param arms students that read the same transfer set, trained one after the other in this order
 */
public record Experiment(
        String name,
        long seed,
        Precision precision,
        DatasetSpec dataset,
        TeacherSpec teacher,
        TransferSetSpec transferSet,
        StudentSpec student,
        List<Arm> arms,
        PromotionPolicy promotion) {

    public Experiment {
        arms = List.copyOf(arms);
    }
}
