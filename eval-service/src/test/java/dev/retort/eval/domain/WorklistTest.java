package dev.retort.eval.domain;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.checkpoint;
import static dev.retort.eval.Evaluations.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.ExportPrecision;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorklistTest {
    private static final List<ExportPrecision> FP32 = List.of(ExportPrecision.FP32);

    private final Worklist worklist = new Worklist();

    @Test
    void handsOutLastCheckpointsFirstThenTheOthersInTheOrderOfTheLog() {
        worklist.started("run", FP32);
        CheckpointPublished first = checkpoint("run", "first", false);
        CheckpointPublished second = checkpoint("run", "second", false);
        CheckpointPublished last = checkpoint("run", "last", true);
        worklist.published(first);
        worklist.published(second);
        worklist.published(last);

        assertThat(worklist.next()).contains(last);
        worklist.finished(last.checkpoint());
        assertThat(worklist.next()).contains(first);
        worklist.finished(first.checkpoint());
        assertThat(worklist.next()).contains(second);
        worklist.finished(second.checkpoint());
        assertThat(worklist.next()).isEmpty();
    }

    @Test
    void keepsACheckpointUntilItIsFinished() {
        worklist.started("run", FP32);
        worklist.published(checkpoint("run", "first", false));

        assertThat(worklist.next()).isEqualTo(worklist.next()).isPresent();
        assertThat(worklist.size()).isOne();
    }

    @Test
    void doesNotHandOutAgainWhatIsPublishedTwice() {
        worklist.started("run", FP32);
        worklist.published(checkpoint("run", "first", false));
        worklist.published(checkpoint("run", "first", false));
        worklist.finished(digest("first"));
        worklist.published(checkpoint("run", "first", false));

        assertThat(worklist.next()).isEmpty();
    }

    @Test
    void knowsWhatWasEvaluatedBeforeItWasPublishedSinceTopicsAreReadSideBySide() {
        worklist.started("run", FP32);
        worklist.finished(digest("first"));
        worklist.published(checkpoint("run", "first", false));

        assertThat(worklist.next()).isEmpty();
    }

    @Test
    void leavesOutAllButTheNewestOfAnArmThatIsFarAheadAndNeverItsLast() {
        worklist.started("run", FP32);
        for (int step = 1; step <= 4; step++) {
            worklist.published(checkpoint("run", "distilled", step, false));
        }
        worklist.published(checkpoint("run", "alone", 1, false));
        worklist.published(checkpoint("run", "distilled", 5, true));

        assertThat(worklist.overtaken(4)).isEmpty();
        assertThat(worklist.overtaken(3)).extracting(CheckpointPublished::step).containsExactly(1L, 2L, 3L);
        worklist.overtaken(3).forEach(skipped -> worklist.finished(skipped.checkpoint()));
        assertThat(worklist.overtaken(3)).isEmpty();
        assertThat(worklist.size()).isEqualTo(3);
    }

    @Test
    void leavesOutNothingOfARunThatItDoesNotKnowYet() {
        worklist.published(checkpoint("run", "distilled", 1, false));
        worklist.published(checkpoint("run", "distilled", 2, false));

        assertThat(worklist.overtaken(1)).isEmpty();
    }

    @Test
    void letsACheckpointWaitForItsRun() {
        worklist.published(checkpoint("run", "first", false));
        assertThat(worklist.next()).isEmpty();

        worklist.started("run", FP32);
        assertThat(worklist.next()).isPresent();
    }

    @Test
    void isDoneWithACheckpointOnceItIsScoredInEveryFormOfItsRun() {
        CheckpointPublished checkpoint = checkpoint("run", "a", true);
        worklist.started("run", List.of(ExportPrecision.FP32, ExportPrecision.INT8));
        worklist.published(checkpoint);

        worklist.scored(digest("a"), ExportPrecision.FP32);
        assertThat(worklist.missing(checkpoint)).containsExactly(ExportPrecision.INT8);
        assertThat(worklist.next()).contains(checkpoint);

        worklist.scored(digest("a"), ExportPrecision.INT8);
        worklist.published(checkpoint);
        assertThat(worklist.next()).isEmpty();
        assertThat(worklist.size()).isZero();
    }

    /** Topics are read side by side. */
    @Test
    void scoresNothingTwiceInWhateverOrderTheLogIsRead() {
        for (String name : List.of("a", "b")) {
            worklist.published(checkpoint("run", name, true));
            worklist.scored(digest(name), ExportPrecision.FP32);
        }
        worklist.scored(digest("a"), ExportPrecision.INT8);
        worklist.started("run", List.of(ExportPrecision.FP32, ExportPrecision.INT8));

        assertThat(worklist.next()).contains(checkpoint("run", "b", true));
        assertThat(worklist.size()).isEqualTo(1);
    }

    @Test
    void scoresATeacherInFp32WhateverItsStudentsAskFor() {
        worklist.started("run", List.of(ExportPrecision.INT8));
        CheckpointPublished teacher =
                new CheckpointPublished("run", Role.TEACHER, "teacher", 1, 1, true, digest("t"), "prefix/", START);

        assertThat(worklist.missing(teacher)).containsExactly(ExportPrecision.FP32);
    }
}
