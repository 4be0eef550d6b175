package dev.retort.teacher.http;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.TransferSet;
import dev.retort.kit.run.RunView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as HTTP shows it.
 *
 * @param warnings what its bits are not to be trusted for, in words
 */
public record RunSummary(
        String run,
        String experiment,
        String status,
        @Nullable Digest dataset,
        @Nullable Digest teacherVersion,
        @Nullable Digest transferSet,
        boolean transferSetComplete,
        List<String> trainedArms,
        List<String> warnings,
        @Nullable String failure) {

    static RunSummary started(String run, String experiment) {
        return new RunSummary(
                run, experiment, RunView.Status.RUNNING.name(), null, null, null, false, List.of(), List.of(), null);
    }

    static RunSummary of(RunView view) {
        return new RunSummary(
                view.run(),
                view.experiment().name(),
                view.status().name(),
                view.dataset(),
                view.teacherVersion(),
                Optional.ofNullable(view.transferSet()).map(TransferSet::id).orElse(null),
                view.transferSetComplete(),
                view.trainedArms().stream().sorted().toList(),
                view.conditionChanges().stream()
                        .map(ConditionsChanged::sentence)
                        .toList(),
                Optional.ofNullable(view.failure()).map(RunFailed::reason).orElse(view.stopReason()));
    }
}
