package dev.retort.trainer.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationEvent;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.contracts.experiment.InvalidExperimentException;
import dev.retort.contracts.experiment.StudentStart;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which checkpoints may go: a fold over the log. Kept are, of each arm and of the teacher,
 *
 * <ul>
 *   <li>the newest few, the last, and all of a teacher that is still being trained;
 *   <li>what has not been skipped, or scored in all of its forms, yet;
 *   <li>what was scored and may be served: a person may promote it tomorrow;
 *   <li>what was ever promoted, or is what a run or a retraining starts from;
 *   <li>what a training went on from under other conditions: between two that are there, nothing changed.
 * </ul>
 *
 * What is left goes: older checkpoints of arms that are not to be served and of the teacher, and those that the evaluation
 * skipped. A version's lineage names its own checkpoint and what that was made from, and none that came before it: those are
 * places at which the training could have gone on, and it goes on from none of them any more.
 */
public final class Retention {
    private static final Set<ExportPrecision> FP32_ALONE = Set.of(ExportPrecision.FP32);

    private final int newest;
    private final Map<Digest, CheckpointPublished> checkpoints = new LinkedHashMap<>();
    private final Set<Digest> skipped = new HashSet<>();
    private final Map<Digest, Set<ExportPrecision>> scored = new HashMap<>();
    private final Map<String, Set<ExportPrecision>> formsOfRun = new HashMap<>();
    private final Set<Digest> servable = new HashSet<>();
    private final Map<Digest, Digest> checkpointOfVersion = new HashMap<>();
    private final Set<Digest> heldVersions = new HashSet<>();
    private final Set<Digest> heldCheckpoints = new HashSet<>();
    private final Set<String> trainedTeachers = new HashSet<>();

    private record ArmOfRun(String run, String arm) {}

    /** @param newest how many of each arm, at least 1: training goes on from the newest */
    public Retention(int newest) {
        if (newest < 1) {
            throw new IllegalArgumentException("newest is " + newest);
        }
        this.newest = newest;
    }

    public void on(Event event) {
        switch (event) {
            case CheckpointPublished published -> {
                checkpoints.putIfAbsent(published.checkpoint(), published);
            }
            case TeacherTrained trained -> trainedTeachers.add(trained.run());
            case ConditionsChanged changed -> heldCheckpoints.add(changed.checkpoint());
            case EvaluationEvent evaluation -> on(evaluation);
            case PromotionEvent promotion -> heldVersions.add(promotion.modelVersion());
            case StartRun start -> on(start);
            case RetrainingStarted started -> heldCheckpoints.add(started.parent());
            case Event other -> {}
        }
    }

    private void on(EvaluationEvent event) {
        switch (event) {
            case EvaluationCompleted completed -> {
                scored.computeIfAbsent(completed.checkpoint(), key -> EnumSet.noneOf(ExportPrecision.class))
                        .add(completed.precisionOrFp32());
                checkpointOfVersion.put(completed.modelVersion(), completed.checkpoint());
                if (completed.promotable()) {
                    servable.add(completed.checkpoint());
                }
            }
            case CheckpointSkipped leftOut -> skipped.add(leftOut.checkpoint());
            case PromotionDecided decided -> {}
            case TrialEnded ended -> {}
        }
    }

    private void on(StartRun start) {
        try {
            Experiment experiment = ExperimentReader.read(start.experiment());
            formsOfRun.put(
                    start.run(),
                    Set.copyOf(experiment.student().exportOrStandard().precisions()));
            switch (experiment.student().start()) {
                case StudentStart.Version(Digest version) -> heldVersions.add(version);
                case StudentStart.Checkpoint(Digest checkpoint) -> heldCheckpoints.add(checkpoint);
                case StudentStart.RandomWeights random -> {}
                case StudentStart.TeacherLayers layers -> {}
            }
        } catch (InvalidExperimentException e) {
            throw new IllegalStateException("the log's reader lets no invalid experiment pass", e);
        }
    }

    /** In the order of the log. */
    public List<CheckpointPublished> obsolete() {
        Set<Digest> held = new HashSet<>(heldCheckpoints);
        heldVersions.stream()
                .filter(checkpointOfVersion::containsKey)
                .map(checkpointOfVersion::get)
                .forEach(held::add);
        return checkpoints.values().stream()
                .collect(Collectors.groupingBy(
                        checkpoint -> new ArmOfRun(checkpoint.run(), checkpoint.arm()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .stream()
                .flatMap(arm -> obsolete(arm, held).stream())
                .toList();
    }

    private List<CheckpointPublished> obsolete(List<CheckpointPublished> arm, Set<Digest> held) {
        return arm.stream()
                .sorted(Comparator.comparingLong(CheckpointPublished::step))
                .limit(Math.max(0, arm.size() - newest))
                .filter(checkpoint -> checkpoint.role() == Role.STUDENT || trainedTeachers.contains(checkpoint.run()))
                .filter(checkpoint -> !checkpoint.last() && !held.contains(checkpoint.checkpoint()))
                .filter(checkpoint -> isSettled(checkpoint) && !servable.contains(checkpoint.checkpoint()))
                .toList();
    }

    /** Nobody has to read it in order to score it any more, in whatever form. */
    private boolean isSettled(CheckpointPublished checkpoint) {
        Set<ExportPrecision> forms =
                checkpoint.role() == Role.TEACHER ? FP32_ALONE : formsOfRun.getOrDefault(checkpoint.run(), FP32_ALONE);
        return skipped.contains(checkpoint.checkpoint())
                || scored.getOrDefault(checkpoint.checkpoint(), Set.of()).containsAll(forms);
    }
}
