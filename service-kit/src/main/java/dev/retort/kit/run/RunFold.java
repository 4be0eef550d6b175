package dev.retort.kit.run;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.ContinuousEvent;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.contracts.event.RunEvent;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetCompleted;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.experiment.Experiment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of one run while the log is folded. Events may repeat: a service that was killed says things twice. */
final class RunFold {
    private final String run;
    private final Experiment experiment;
    private final String experimentText;
    /** By digest, in the order of the log: a run that goes on learning has ever more of them. */
    private final Map<Digest, CheckpointPublished> checkpoints = new LinkedHashMap<>();

    private final Set<String> trainedArms = new HashSet<>();
    private final List<ConditionsChanged> conditionChanges = new ArrayList<>();
    private @Nullable Digest dataset;
    private @Nullable Digest teacherVersion;
    private @Nullable TransferSet transferSet;
    private boolean transferSetComplete;
    private @Nullable RunFailed failure;
    private @Nullable String stopReason;
    private Instant started;
    /** Asked for at every step of a training; null where something has changed since. */
    private @Nullable RunView view;

    RunFold(String run, Experiment experiment, String experimentText, Instant started) {
        this.run = run;
        this.started = started;
        this.experiment = experiment;
        this.experimentText = experimentText;
    }

    /** StartRun again: a run that failed or was stopped goes on from where it was. */
    void restart(Instant at) {
        started = at.isAfter(started) ? at : started;
        stopReason = null;
        view = null;
    }

    void stop(String reason) {
        stopReason = reason;
        view = null;
    }

    void on(CheckpointPublished published) {
        checkpoints.putIfAbsent(published.checkpoint(), published);
        view = null;
    }

    void on(RunEvent event) {
        view = null;
        switch (event) {
            case PhaseProgressed progressed -> {}
            case TeacherTrained trained -> {
                dataset = trained.dataset();
                teacherVersion = trained.teacherVersion();
            }
            case TransferSetOpened opened -> transferSet = opened.transferSet();
            case TransferSetCompleted completed -> transferSetComplete = true;
            case StudentTrained trained -> trainedArms.add(trained.arm());
            case ConditionsChanged changed -> add(changed);
            case RunFailed failed -> failure = newer(failed);
            case ContinuousEvent continuous -> {}
        }
    }

    /** Who is killed before the next checkpoint says it again. */
    private void add(ConditionsChanged changed) {
        if (conditionChanges.stream().noneMatch(changed::isSameAs)) {
            conditionChanges.add(changed);
        }
    }

    private RunFailed newer(RunFailed failed) {
        return failure != null && failure.at().isAfter(failed.at()) ? failure : failed;
    }

    /** One that the run was started again after is over, in whatever order the two were read. */
    private @Nullable RunFailed presentFailure() {
        return failure != null && failure.at().isAfter(started) ? failure : null;
    }

    RunView view() {
        RunView known = view;
        if (known == null) {
            known = newView();
            view = known;
        }
        return known;
    }

    private RunView newView() {
        return new RunView(
                run,
                experiment,
                experimentText,
                dataset,
                teacherVersion,
                transferSet,
                transferSetComplete,
                List.copyOf(checkpoints.values()),
                trainedArms,
                conditionChanges,
                presentFailure(),
                stopReason);
    }
}
