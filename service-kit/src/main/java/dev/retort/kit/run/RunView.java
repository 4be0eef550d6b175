package dev.retort.kit.run;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Experiment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the log says about one run.
 *
 * @param experiment as submitted
 * @param experimentText its YAML
 * @param checkpoints of all arms, in the order of the log
 * @param trainedArms arms that have taken their last step
 * @param conditionChanges after which the bits are not those of an undisturbed run
 */
public record RunView(
        String run,
        Experiment experiment,
        String experimentText,
        @Nullable Digest dataset,
        @Nullable Digest teacherVersion,
        @Nullable TransferSet transferSet,
        boolean transferSetComplete,
        List<CheckpointPublished> checkpoints,
        Set<String> trainedArms,
        List<ConditionsChanged> conditionChanges,
        @Nullable RunFailed failure,
        @Nullable String stopReason) {

    public RunView {
        checkpoints = List.copyOf(checkpoints);
        trainedArms = Set.copyOf(trainedArms);
        conditionChanges = List.copyOf(conditionChanges);
    }

    public enum Status {
        RUNNING,
        DONE,
        FAILED,
        STOPPED
    }

    public Status status() {
        if (failure != null) {
            return Status.FAILED;
        }
        if (stopReason != null) {
            return Status.STOPPED;
        }
        boolean done = experiment.arms().stream().allMatch(arm -> trainedArms.contains(arm.name()));
        return done ? Status.DONE : Status.RUNNING;
    }

    /** The newest checkpoint of an arm: from it training goes on. */
    public Optional<CheckpointPublished> latestCheckpoint(String arm) {
        return checkpoints.stream()
                .filter(checkpoint -> checkpoint.arm().equals(arm))
                .reduce((first, second) -> second.step() >= first.step() ? second : first);
    }
}
