package dev.retort.trainer.domain;

import static dev.retort.trainer.domain.RetrainingStory.ALL_TRIGGERS;
import static dev.retort.trainer.domain.RetrainingStory.CHAMPION;
import static dev.retort.trainer.domain.RetrainingStory.DIGEST;
import static dev.retort.trainer.domain.RetrainingStory.RUN;
import static dev.retort.trainer.domain.RetrainingStory.SPEC;
import static dev.retort.trainer.domain.RetrainingStory.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.ResumeRetraining;
import dev.retort.contracts.event.RetrainingFailed;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a cycle ends, and what comes after it. */
class CycleOutcomeTest {
    private final RetrainingStory log = new RetrainingStory();

    @Test
    void waitsForTheDecisionAndThenForNewSamplesAgainAndLooksAtTheNewestOnly() {
        log.admit(3);
        RetrainingStarted first = log.begun();
        log.admit(6);
        assertThat(log.due()).as("not decided").isEmpty();

        log.decided(first, Verdict.PROMOTED);

        RetrainingStarted second = log.due().orElseThrow();
        assertThat(second.cycle()).isEqualTo(2);
        assertThat(List.of(second.firstBatch(), second.endBatch())).containsExactly(4L, 9L);
        assertThat(second.seed()).isNotEqualTo(first.seed());
    }

    /** Nobody decides on what cannot be scored. */
    @Test
    void takesACycleForInconclusiveWhoseLastCheckpointIsSkippedAndGoesOn() {
        for (int i = 0; i < 2; i++) {
            log.admit(3);
            RetrainingStarted cycle = log.begun();
            log.say(skipped(cycle, cycle.steps() - 1, "of a retraining only the last checkpoint is a candidate"));
            log.admit(3);
            assertThat(log.due()).as("its last one may still be promoted").isEmpty();
            assertThat(log.ledger().outcomeOf(cycle)).isEmpty();

            log.say(skipped(cycle, cycle.steps(), "it cannot be scored: no such object"));

            assertThat(log.ledger().outcomeOf(cycle))
                    .contains(new CycleOutcome(Verdict.INCONCLUSIVE, List.of("it cannot be scored: no such object")));
            log.pass(Duration.ofHours(1));
        }
        assertThat(log.ledger().backOff(RUN, SPEC, log.now()).orElseThrow().failures())
                .as("a failure like another")
                .isEqualTo(2);
        log.admit(3);
        assertThat(log.due().orElseThrow().cycle()).isEqualTo(3);
    }

    @Test
    void goesOnAfterACycleThatCouldNotComeToItsEnd() {
        log.admit(3);
        RetrainingStarted cycle = log.begun();
        log.admit(3);
        log.say(new RetrainingFailed(RUN, 1, "the loss is not finite", START));

        assertThat(log.ledger().outcomeOf(cycle))
                .contains(new CycleOutcome(Verdict.INCONCLUSIVE, List.of("the loss is not finite")));
        assertThat(log.due().orElseThrow().cycle()).isEqualTo(2);
    }

    private static CheckpointSkipped skipped(RetrainingStarted cycle, long step, String reason) {
        return new CheckpointSkipped(RUN, cycle.arm(), step, DIGEST, reason, START);
    }

    /** Topics are read side by side. */
    @Test
    void knowsThatACycleIsOverThoughItsSkippedCheckpointIsReadBeforeItsBeginning() {
        log.admit(3);
        RetrainingStarted cycle = log.due().orElseThrow();
        log.say(skipped(cycle, cycle.steps(), "it cannot be scored"));
        log.say(cycle);

        log.admit(3);

        assertThat(log.due().orElseThrow().cycle()).isEqualTo(2);
    }

    /** The policy says nothing on what is the champion already. */
    @Test
    void takesACycleForPromotedThatAPersonMadeTheChampion() {
        log.admit(3);
        RetrainingStarted cycle = log.begun();
        Digest version = new Digest("4".repeat(64));
        EvaluationCompleted.Score score = new EvaluationCompleted.Score(10, 0.5, 1);
        log.say(new EvaluationCompleted(
                RUN,
                Role.STUDENT,
                cycle.arm(),
                4,
                true,
                DIGEST,
                version,
                "net",
                true,
                score,
                score,
                1,
                1,
                1,
                log.now()));
        log.say(byHand(version, "another"));
        assertThat(log.ledger().outcomeOf(cycle)).as("of another alias").isEmpty();

        log.say(byHand(version, "champion"));

        assertThat(log.ledger().outcomeOf(cycle).orElseThrow().isPromoted()).isTrue();
    }

    private PromotionDecided byHand(Digest version, String alias) {
        return new PromotionDecided(
                alias,
                version,
                CHAMPION,
                Verdict.PROMOTED,
                List.of("I say so"),
                "anna",
                log.now(),
                null,
                null,
                "1",
                log.now());
    }

    @Test
    void backsOffAfterFailuresInARowSaysSoOnceAndForgetsThemWhenResumed() {
        for (int i = 0; i < 2; i++) {
            assertThat(log.ledger().backOff(RUN, SPEC, log.now())).isEmpty();
            log.admit(3);
            log.decided(log.begun(), i == 0 ? Verdict.INCONCLUSIVE : Verdict.REJECTED);
            log.pass(Duration.ofHours(1));
        }

        var backedOff = log.ledger().backOff(RUN, SPEC, log.now()).orElseThrow();
        assertThat(List.of(backedOff.cycle(), backedOff.failures())).containsExactly(2, 2);
        assertThat(backedOff.neededSamples()).isEqualTo(48);
        log.say(backedOff);
        assertThat(log.ledger().backOff(RUN, SPEC, log.now())).isEmpty();

        log.pass(Duration.ofMinutes(-30));
        log.admit(3);
        assertThat(log.due()).as("24 of 48").isEmpty();
        log.say(new ResumeRetraining("champion", "try again", "anna", log.now()));
        log.pass(Duration.ofMinutes(30));
        assertThat(log.due()).isPresent();
    }

    /** Otherwise a run that is retrained every ten minutes would never back off. */
    @Test
    void backsOffFromTimeAndFromDriftAsFromSamples() {
        for (int i = 0; i < 2; i++) {
            log.pass(Duration.ofHours(1));
            log.admit(1);
            log.decided(log.begun(ALL_TRIGGERS), Verdict.REJECTED);
        }
        log.admit(1);
        log.pass(Duration.ofMinutes(10));
        log.say(new DriftDetected(RUN, "psi", 0.5, 0.25, log.now()));
        assertThat(log.due(ALL_TRIGGERS)).isEmpty();
        assertThat(log.ledger().waitsFor(RUN, ALL_TRIGGERS, log.now()))
                .isEqualTo("new samples: 8 of 48, or any at 2026-01-31T14:20:00Z");

        log.pass(Duration.ofMinutes(10));

        assertThat(log.due(ALL_TRIGGERS).orElseThrow().trigger()).isEqualTo("1200 s since the last one");
    }

    /** After a restart commands may be read before all that they were about. */
    @Test
    void forgetsFailuresBeforeAResumptionWhicheverIsReadFirst() {
        log.say(new ResumeRetraining("champion", "try again", "anna", START.plus(Duration.ofHours(1))));
        fail(2);
        assertThat(log.ledger().backOff(RUN, SPEC, log.now())).isEmpty();

        fail(2);

        assertThat(log.ledger().backOff(RUN, SPEC, log.now()).orElseThrow().failures())
                .isEqualTo(2);
    }

    private void fail(int cycles) {
        for (int i = 0; i < cycles; i++) {
            log.admit(3);
            log.decided(log.begun(), Verdict.REJECTED);
            log.pass(Duration.ofHours(1));
        }
    }
}
