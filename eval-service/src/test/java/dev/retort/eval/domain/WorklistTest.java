package dev.retort.eval.domain;

import static dev.retort.eval.Evaluations.checkpoint;
import static dev.retort.eval.Evaluations.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.CheckpointPublished;
import org.junit.jupiter.api.Test;

class WorklistTest {
    private final Worklist worklist = new Worklist();

    @Test
    void handsOutLastCheckpointsFirstThenTheOthersInTheOrderOfTheLog() {
        worklist.started("run");
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
        worklist.started("run");
        worklist.published(checkpoint("run", "first", false));

        assertThat(worklist.next()).isEqualTo(worklist.next()).isPresent();
        assertThat(worklist.size()).isOne();
    }

    @Test
    void doesNotHandOutAgainWhatIsPublishedTwice() {
        worklist.started("run");
        worklist.published(checkpoint("run", "first", false));
        worklist.published(checkpoint("run", "first", false));
        worklist.finished(digest("first"));
        worklist.published(checkpoint("run", "first", false));

        assertThat(worklist.next()).isEmpty();
    }

    @Test
    void knowsWhatWasEvaluatedBeforeItWasPublishedSinceTopicsAreReadSideBySide() {
        worklist.started("run");
        worklist.finished(digest("first"));
        worklist.published(checkpoint("run", "first", false));

        assertThat(worklist.next()).isEmpty();
    }

    @Test
    void leavesOutAllButTheNewestOfAnArmThatIsFarAheadAndNeverItsLast() {
        worklist.started("run");
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

        worklist.started("run");
        assertThat(worklist.next()).isPresent();
    }
}
