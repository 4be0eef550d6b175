package dev.retort.cli.run;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.Command;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.ContinuousEvent;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationEvent;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.ResumeRetraining;
import dev.retort.contracts.event.Retrain;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.event.RunEvent;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StopRun;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetCompleted;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.event.TrialEnd;
import dev.retort.contracts.event.TrialStart;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.TeacherSpec;
import dev.retort.contracts.experiment.TrainingSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run as a fold over the event log, for people. Topics are read side by side, so nothing here relies on the order of
 * events of different topics. Confined to one thread.
 */
public final class RunStory {
    private final String run;
    private final Experiment experiment;
    private final PhaseStory dataset = new PhaseStory("dataset");
    private final PhaseStory teacher;
    private final PhaseStory labelling = new PhaseStory("labelling");
    private final Map<String, PhaseStory> students = new LinkedHashMap<>();
    private final ScoringStory scoring;
    private final UnsavedTrainings unsaved;
    private final Set<Digest> finalCheckpoints = new HashSet<>();
    private final List<ConditionsChanged> warned = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable Digest datasetDigest;
    private @Nullable RunFailed failure;
    private @Nullable StopRun stop;
    private @Nullable PromotionEvent champion;
    private Instant started = Instant.MIN;
    private boolean logIsOpen;

    public RunStory(String run, Experiment experiment) {
        this.run = run;
        this.experiment = experiment;
        this.scoring = new ScoringStory(experiment.student().exportOrStandard().precisions());
        this.unsaved = new UnsavedTrainings(experiment);
        this.teacher = new PhaseStory("teacher " + experiment.teacher().network());
        for (Arm arm : experiment.arms()) {
            students.put(arm.name(), new PhaseStory("student " + arm.name()));
        }
    }

    /** Its id. */
    public String run() {
        return run;
    }

    public void on(Event event) {
        switch (event) {
            case Command command -> on(command);
            case RunEvent runEvent when runEvent.run().equals(run) -> on(runEvent);
            case CheckpointPublished published
            when published.run().equals(run) && !Arm.isCycle(published.arm()) -> scoring.published(published);
            case EvaluationCompleted completed when completed.run().equals(run) -> scoring.scored(completed);
            case PromotionEvent promotion -> on(promotion);
            case RunEvent other -> {}
            case CheckpointPublished other -> {}
            case CheckpointSkipped skipped when skipped.run().equals(run) -> scoring.skipped(skipped);
            case PromotionDecided decided -> scoring.decided(decided);
            case EvaluationEvent other -> {}
        }
    }

    private void on(Command command) {
        switch (command) {
            case StartRun start
            when start.run().equals(run) -> {
                dataset.begin(start.requestedAt());
                started = start.requestedAt().isAfter(started) ? start.requestedAt() : started;
            }
            case StopRun asked when asked.run().equals(run) -> stop = asked;
            case StartRun other -> {}
            case StopRun other -> {}
            case Promote _, RollBack _ -> {}
            case TrialStart _, TrialEnd _ -> {}
            case PauseRetraining _, ResumeRetraining _, Retrain _ -> {}
        }
    }

    private void on(PromotionEvent promotion) {
        boolean newer = champion == null || !promotion.at().isBefore(champion.at());
        if (newer && promotion.alias().equals(PromotionEvent.CHAMPION)) {
            champion = promotion;
        }
    }

    private void on(RunEvent event) {
        switch (event) {
            // What is told ends with the run's own students; retrainings have no end.
            case PhaseProgressed progressed when Arm.isCycle(progressed.arm()) -> {}
            case StudentTrained trained when Arm.isCycle(trained.arm()) -> {}
            case ConditionsChanged changed when Arm.isCycle(changed.arm()) -> {}
            case PhaseProgressed progressed -> on(progressed);
            case TeacherTrained trained -> {
                datasetDigest = trained.dataset();
                unsaved.finished(Phase.TEACHER_TRAINING);
                dataset.finish(trained.at());
                teacher.finish(trained.at());
            }
            case TransferSetOpened opened -> {
                labelling.begin(opened.at());
                expectCheckpoints(opened.transferSet());
            }
            case TransferSetCompleted completed -> labelling.finish(completed.at());
            case StudentTrained trained -> {
                finalCheckpoints.add(trained.checkpoint());
                unsaved.finished(Phase.STUDENT_TRAINING);
                student(trained.arm()).finish(trained.at());
            }
            case ConditionsChanged changed -> warn(changed);
            case RunFailed failed -> failure = failed;
            case ContinuousEvent continuous -> {}
        }
    }

    private void warn(ConditionsChanged changed) {
        if (warned.stream().noneMatch(changed::isSameAs)) {
            warned.add(changed);
            warnings.add(changed.sentence());
        }
    }

    /** What people must know of the run, each once: those that came since this was asked last. */
    public List<String> takeWarnings() {
        List<String> taken = new ArrayList<>(warnings);
        warnings.clear();
        taken.addAll(unsaved.take());
        return taken;
    }

    private void on(PhaseProgressed progressed) {
        phase(progressed).on(progressed);
        unsaved.on(progressed);
        if (progressed.phase() == Phase.TEACHER_TRAINING
                && experiment.teacher() instanceof TeacherSpec.Catalogued catalogued) {
            scoring.expect(
                    progressed.arm(), progressed.total(), catalogued.training().checkpointEverySteps());
        }
    }

    private void expectCheckpoints(TransferSet set) {
        TrainingSpec training = experiment.student().training();
        long steps = (long) training.epochs() * set.batchesPerView();
        experiment.arms().forEach(arm -> scoring.expect(arm.name(), steps, training.checkpointEverySteps()));
        logIsOpen = true;
    }

    private PhaseStory phase(PhaseProgressed progressed) {
        return switch (progressed.phase()) {
            case DATASET -> dataset;
            case TEACHER_TRAINING -> {
                dataset.finish(progressed.at());
                yield teacher;
            }
            case LABELLING -> labelling;
            case STUDENT_TRAINING -> student(progressed.arm());
        };
    }

    private PhaseStory student(String arm) {
        return students.computeIfAbsent(arm, name -> new PhaseStory("student " + name));
    }

    /** All phases in the order in which they come. */
    public List<PhaseRow> rows() {
        List<PhaseRow> rows = new ArrayList<>(List.of(dataset.row(), teacher.row(), labelling.row()));
        students.values().forEach(student -> rows.add(student.row()));
        rows.add(scoring.row(logIsOpen, isTrained()));
        rows.add(promotionRow());
        return List.copyOf(rows);
    }

    private PhaseRow promotionRow() {
        Optional<EvaluationCompleted> best = ownChampion().flatMap(mine -> scoring.find(mine.modelVersion()));
        String detail = best.map(version -> "%s, step %d, held-out %.1f %%"
                        .formatted(
                                version.arm(),
                                version.step(),
                                100 * version.heldOut().accuracy()))
                .orElse("");
        PhaseRow.State state = ownChampion().isEmpty()
                ? PhaseRow.State.WAITING
                : isScored() ? PhaseRow.State.DONE : PhaseRow.State.RUNNING;
        int done = best.isPresent() ? 1 : 0;
        return new PhaseRow("champion", state, done, 1, Duration.ZERO, detail);
    }

    /** What the teacher has cost: its training and the labelling. Where both were there already, next to nothing. */
    Duration teacherTime() {
        return teacher.row().time().plus(labelling.row().time());
    }

    /** What each student has cost, in their order; those that are trained. */
    List<Duration> studentTimes() {
        return students.values().stream()
                .filter(PhaseStory::isFinished)
                .map(student -> student.row().time())
                .toList();
    }

    /** Every arm has taken its last step. */
    public boolean isTrained() {
        return students.values().stream().allMatch(PhaseStory::isFinished);
    }

    /** And every checkpoint of the run has a score. */
    public boolean isScored() {
        return isTrained() && scoring.covers(finalCheckpoints);
    }

    /** And on every version of it the policy has spoken. */
    public boolean isDecided() {
        return isScored() && scoring.isDecided();
    }

    /** Why the run does not go on, unless it was started again since. */
    public Optional<RunFailed> failure() {
        return Optional.ofNullable(failure).filter(failed -> failed.at().isAfter(started));
    }

    /** Who asked for the run to end where it is, unless it was started again since. */
    public Optional<StopRun> stop() {
        return Optional.ofNullable(stop).filter(asked -> asked.requestedAt().isAfter(started));
    }

    /** What the gateway is to serve, whichever run it is of. */
    public Optional<PromotionEvent> champion() {
        return Optional.ofNullable(champion);
    }

    /** The champion, if a student of this run is it. */
    public Optional<PromotionEvent> ownChampion() {
        return champion()
                .filter(promotion -> scoring.find(promotion.modelVersion()).isPresent());
    }

    /** Whether it learns from new samples once its students are trained. */
    public boolean goesOnLearning() {
        return experiment.continuous() != null;
    }

    /** The digest of the images; known once the teacher is trained. */
    public Optional<Digest> dataset() {
        return Optional.ofNullable(datasetDigest);
    }

    /** The last score of the teacher and of each arm, in the order of their ends. */
    public List<EvaluationCompleted> finalScores() {
        return scoring.finals();
    }

    /** The champion's score, if it is an earlier checkpoint of this run, which no later one was shown to beat. */
    public Optional<EvaluationCompleted> earlierChampion() {
        return ownChampion()
                .flatMap(promotion -> scoring.find(promotion.modelVersion()))
                .filter(score -> !score.last());
    }
}
