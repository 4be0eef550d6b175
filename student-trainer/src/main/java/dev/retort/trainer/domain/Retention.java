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
 * Of a retraining that is over only the last one stays, with what changed conditions on its way; and of those that were not
 * promoted that of the newest few cycles of a run. What is needed elsewhere stays in any case. What is left goes: older checkpoints of arms that are not to be served and of the teacher, and those that the evaluation
 * skipped. A version's lineage names its own checkpoint and what that was made from, and none that came before it: those are
 * places at which the training could have gone on, and it goes on from none of them any more.
 */
public final class Retention {
    private static final Set<ExportPrecision> FP32_ALONE = Set.of(ExportPrecision.FP32);
    /** Cycles that brought nothing whose student stays: after so many in a row somebody looks, as the back-off asks by default. */
    static final int KEPT_WITHOUT_PROMOTION = 3;

    private final RetrainingLedger retrainings = new RetrainingLedger();
    private final int newest;
    private final Map<Digest, CheckpointPublished> checkpoints = new LinkedHashMap<>();
    private final Set<Digest> skipped = new HashSet<>();
    private final Map<Digest, Set<ExportPrecision>> scored = new HashMap<>();
    private final Map<String, Set<ExportPrecision>> formsOfRun = new HashMap<>();
    private final Set<Digest> servable = new HashSet<>();
    private final Map<Digest, Digest> checkpointOfVersion = new HashMap<>();
    private final Set<Digest> heldVersions = new HashSet<>();
    private final Set<Digest> heldCheckpoints = new HashSet<>();
    private final Set<Digest> changedConditions = new HashSet<>();
    private final Set<String> trainedTeachers = new HashSet<>();

    private record ArmOfRun(String run, String arm) {
        static ArmOfRun of(CheckpointPublished checkpoint) {
            return new ArmOfRun(checkpoint.run(), checkpoint.arm());
        }
    }

    /** What stays of an arm, beside what is needed elsewhere. */
    private enum Kept {
        /** The newest few, and what may be served. */
        SEVERAL,
        LAST,
        NONE
    }

    /** @param newest how many of each arm, at least 1: training goes on from the newest */
    public Retention(int newest) {
        if (newest < 1) {
            throw new IllegalArgumentException("newest is " + newest);
        }
        this.newest = newest;
    }

    public void on(Event event) {
        retrainings.on(event);
        switch (event) {
            case CheckpointPublished published -> {
                checkpoints.putIfAbsent(published.checkpoint(), published);
            }
            case TeacherTrained trained -> trainedTeachers.add(trained.run());
            case ConditionsChanged changed -> changedConditions.add(changed.checkpoint());
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
            case PromotionDecided decided -> on(decided);
            case TrialEnded ended -> {}
        }
    }

    /** The promotions topic keeps the last one only. */
    private void on(PromotionDecided decided) {
        Digest version = decided.candidate();
        if (version != null && decided.movesTheAlias()) {
            heldVersions.add(version);
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
        Map<ArmOfRun, List<CheckpointPublished>> arms = checkpoints.values().stream()
                .collect(Collectors.groupingBy(ArmOfRun::of, LinkedHashMap::new, Collectors.toList()));
        Map<ArmOfRun, Kept> over = retrainingsThatAreOver(arms.keySet());
        return arms.entrySet().stream()
                .flatMap(arm -> obsolete(arm.getValue(), over.getOrDefault(arm.getKey(), Kept.SEVERAL)).stream())
                .filter(checkpoint -> !held.contains(checkpoint.checkpoint()) && isSettled(checkpoint))
                .toList();
    }

    private Map<ArmOfRun, Kept> retrainingsThatAreOver(Set<ArmOfRun> arms) {
        Map<ArmOfRun, Kept> kept = new HashMap<>();
        arms.stream().map(ArmOfRun::run).distinct().forEach(run -> {
            int withoutPromotion = 0;
            for (RetrainingStarted cycle : retrainings.cyclesOf(run).reversed()) {
                CycleOutcome outcome = retrainings.outcomeOf(cycle).orElse(null);
                if (outcome != null) {
                    withoutPromotion += outcome.isPromoted() ? 0 : 1;
                    boolean stays = outcome.isPromoted() || withoutPromotion <= KEPT_WITHOUT_PROMOTION;
                    kept.put(new ArmOfRun(run, cycle.arm()), stays ? Kept.LAST : Kept.NONE);
                }
            }
        });
        return kept;
    }

    private List<CheckpointPublished> obsolete(List<CheckpointPublished> arm, Kept kept) {
        int newestKept = switch (kept) {
            case SEVERAL -> newest;
            case LAST -> 1;
            case NONE -> 0;
        };
        return arm.stream()
                .sorted(Comparator.comparingLong(CheckpointPublished::step))
                .limit(Math.max(0, arm.size() - newestKept))
                .filter(checkpoint -> checkpoint.role() == Role.STUDENT || trainedTeachers.contains(checkpoint.run()))
                .filter(checkpoint -> kept == Kept.NONE || !changedConditions.contains(checkpoint.checkpoint()))
                .filter(checkpoint -> kept != Kept.SEVERAL || !isKeptInAnyCase(checkpoint))
                .toList();
    }

    private boolean isKeptInAnyCase(CheckpointPublished checkpoint) {
        return checkpoint.last() || servable.contains(checkpoint.checkpoint());
    }

    /** Nobody has to read it in order to score it any more, in whatever form. */
    private boolean isSettled(CheckpointPublished checkpoint) {
        Set<ExportPrecision> forms =
                checkpoint.role() == Role.TEACHER ? FP32_ALONE : formsOfRun.getOrDefault(checkpoint.run(), FP32_ALONE);
        return skipped.contains(checkpoint.checkpoint())
                || scored.getOrDefault(checkpoint.checkpoint(), Set.of()).containsAll(forms);
    }
}
