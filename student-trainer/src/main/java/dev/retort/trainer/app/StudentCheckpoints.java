package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.network.Network;
import dev.retort.distill.train.StateSnapshot;
import dev.retort.kit.checkpoint.Conditions;
import dev.retort.kit.run.RunView;
import org.jspecify.annotations.Nullable;

/** Checkpoints of one training, each with all that it takes to go on from it, or to train the student again. */
record StudentCheckpoints(StudentSource source, Network network, Conditions conditions, Collaborators with) {
    /** Called on the writer's thread. */
    Digest publish(StateSnapshot state, StepLoop.Done step, @Nullable Digest parent) {
        RunView run = source.run();
        TransferSet set = source.transferSet();
        return with.checkpoints()
                .publish(
                        Role.STUDENT,
                        state,
                        files -> new CheckpointManifest(
                                run.run(),
                                source.armName(),
                                network.name(),
                                network.classes(),
                                step.steps(),
                                source.totalSteps(),
                                set.dataset(),
                                set.id(),
                                set.teacherVersion(),
                                step.after().nextSequence(),
                                step.after().offsets(),
                                run.experimentText(),
                                run.experiment().seed(),
                                conditions.precision(),
                                conditions.threads(),
                                conditions.machine(),
                                parent,
                                with.codeVersion(),
                                files))
                .checkpoint();
    }
}
