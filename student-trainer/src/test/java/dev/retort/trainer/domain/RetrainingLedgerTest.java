package dev.retort.trainer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.ResumeRetraining;
import dev.retort.contracts.event.Retrain;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.experiment.ContinuousSpec.Gate;
import dev.retort.contracts.experiment.ContinuousSpec.Guards;
import dev.retort.contracts.experiment.ContinuousSpec.Replay;
import dev.retort.contracts.experiment.ContinuousSpec.Trigger;
import dev.retort.contracts.experiment.PromotionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetrainingLedgerTest {
    private static final String RUN = "run";
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    private static final Digest DIGEST = new Digest("1".repeat(64));
    private static final Digest CHECKPOINT = new Digest("2".repeat(64));
    private static final Digest CHAMPION = new Digest("3".repeat(64));
    private static final TransferSet OLD =
            new TransferSet(DIGEST, DIGEST, DIGEST, Augmentation.NONE, 1, 10, 1, 1, 320, 32, 1, 3);
    private static final ContinuousSet SET =
            new ContinuousSet(DIGEST, DIGEST, DIGEST, Augmentation.NONE, 1, 1, 2, 2, 3, 10, 1, 0.2);
    private static final ContinuousSpec SPEC = spec(new Trigger(24, 0, false));
    private static final ContinuousSpec ALL_TRIGGERS = spec(new Trigger(24, 600, true));

    private static ContinuousSpec spec(Trigger trigger) {
        return new ContinuousSpec(
                10, 1, 0.2, 0, 50, 4, 0.01, trigger, new Replay(0.25, 1), new Gate(0.05, 1), new Guards(2, 2, 10, 0.5));
    }

    private final RetrainingLedger ledger = new RetrainingLedger();
    private Instant now = START;
    private long batches;

    @BeforeEach
    void thereIsAChampionOfTheRunAndItTakesSamples() {
        EvaluationCompleted.Score score = new EvaluationCompleted.Score(10, 0.5, 1);
        ledger.on(new EvaluationCompleted(
                RUN,
                Role.STUDENT,
                "distilled",
                9,
                true,
                CHECKPOINT,
                CHAMPION,
                "net",
                true,
                score,
                score,
                1,
                1,
                1,
                now));
        ledger.on(new ModelPromoted("champion", CHAMPION, null, RUN, "distilled", "first", now));
        ledger.on(new ContinuousSetOpened(RUN, SET, now));
    }

    /** Batches of ten of which two are held out. */
    private void admit(int count) {
        for (int i = 0; i < count; i++) {
            ledger.on(
                    new SamplesAdmitted(RUN, DIGEST, batches, 10 * batches, 10 * batches + 10, 10, 2, 0, DIGEST, now));
            batches++;
        }
    }

    private Optional<RetrainingStarted> due() {
        return due(SPEC);
    }

    private Optional<RetrainingStarted> due(ContinuousSpec spec) {
        return ledger.due(RUN, spec, OLD, now);
    }

    private RetrainingStarted begun() {
        return begun(SPEC);
    }

    private RetrainingStarted begun(ContinuousSpec spec) {
        RetrainingStarted cycle = due(spec).orElseThrow();
        ledger.on(cycle);
        return cycle;
    }

    private void decided(RetrainingStarted cycle, Verdict verdict) {
        Contender candidate =
                new Contender(DIGEST, RUN, Role.STUDENT, cycle.arm(), 1, true, true, 1, 0.5, 1, null, null, null, null);
        DecisionInputs inputs = new DecisionInputs(2, new PromotionPolicy(0, 0), candidate, null, true, true, null, 1);
        ledger.on(new PromotionDecided(
                "champion", DIGEST, CHAMPION, verdict, List.of(), "policy", now, inputs, null, "1", now));
    }

    @Test
    void beginsWhenThereAreEnoughNewSamplesToLearnFrom() {
        admit(2);
        assertThat(due()).isEmpty();
        admit(1);

        RetrainingStarted cycle = due().orElseThrow();

        assertThat(cycle.arm()).isEqualTo("cycle-0001");
        assertThat(cycle.parent()).isEqualTo(CHECKPOINT);
        assertThat(List.of(cycle.firstBatch(), cycle.endBatch())).containsExactly(0L, 3L);
        assertThat(List.of(cycle.replayPerStep(), cycle.newPerStep())).containsExactly(8, 24);
        assertThat(cycle.steps()).isEqualTo(4);
        assertThat(cycle.trigger()).isEqualTo("24 new samples");
        assertThat(ledger.due(RUN, SPEC, OLD, now))
                .as("the same log, the same cycle")
                .contains(cycle);
    }

    @Test
    void countsWhatIsSaidTwiceOnce() {
        admit(2);
        batches = 0;
        admit(2);

        assertThat(due()).isEmpty();
    }

    @Test
    void waitsForTheDecisionAndThenForNewSamplesAgainAndLooksAtTheNewestOnly() {
        admit(3);
        RetrainingStarted first = begun();
        admit(6);
        assertThat(due()).as("not decided").isEmpty();

        decided(first, Verdict.PROMOTED);

        RetrainingStarted second = due().orElseThrow();
        assertThat(second.cycle()).isEqualTo(2);
        assertThat(List.of(second.firstBatch(), second.endBatch())).containsExactly(4L, 9L);
        assertThat(second.seed()).isNotEqualTo(first.seed());
    }

    /** Nobody decides on what cannot be scored. */
    @Test
    void takesACycleForInconclusiveWhoseLastCheckpointIsSkippedAndGoesOn() {
        for (int i = 0; i < 2; i++) {
            admit(3);
            RetrainingStarted cycle = begun();
            ledger.on(skipped(cycle, cycle.steps() - 1, "of a retraining only the last checkpoint is a candidate"));
            admit(3);
            assertThat(due()).as("its last one may still be promoted").isEmpty();
            assertThat(ledger.outcomeOf(cycle)).isEmpty();

            ledger.on(skipped(cycle, cycle.steps(), "it cannot be scored: no such object"));

            assertThat(ledger.outcomeOf(cycle))
                    .contains(new CycleOutcome(Verdict.INCONCLUSIVE, List.of("it cannot be scored: no such object")));
            now = now.plus(Duration.ofHours(1));
        }
        assertThat(ledger.backOff(RUN, SPEC, now).orElseThrow().failures())
                .as("a failure like another")
                .isEqualTo(2);
        admit(3);
        assertThat(due().orElseThrow().cycle()).isEqualTo(3);
    }

    private static CheckpointSkipped skipped(RetrainingStarted cycle, long step, String reason) {
        return new CheckpointSkipped(RUN, cycle.arm(), step, DIGEST, reason, START);
    }

    /** Topics are read side by side. */
    @Test
    void knowsThatACycleIsOverThoughItsSkippedCheckpointIsReadBeforeItsBeginning() {
        admit(3);
        RetrainingStarted cycle = due().orElseThrow();
        ledger.on(skipped(cycle, cycle.steps(), "it cannot be scored"));
        ledger.on(cycle);

        admit(3);

        assertThat(due().orElseThrow().cycle()).isEqualTo(2);
    }

    /** The policy says nothing on what is the champion already. */
    @Test
    void takesACycleForPromotedThatAPersonMadeTheChampion() {
        admit(3);
        RetrainingStarted cycle = begun();
        Digest version = new Digest("4".repeat(64));
        EvaluationCompleted.Score score = new EvaluationCompleted.Score(10, 0.5, 1);
        ledger.on(new EvaluationCompleted(
                RUN, Role.STUDENT, cycle.arm(), 4, true, DIGEST, version, "net", true, score, score, 1, 1, 1, now));
        ledger.on(byHand(version, "another"));
        assertThat(ledger.outcomeOf(cycle)).as("of another alias").isEmpty();

        ledger.on(byHand(version, "champion"));

        assertThat(ledger.outcomeOf(cycle).orElseThrow().isPromoted()).isTrue();
    }

    private PromotionDecided byHand(Digest version, String alias) {
        return new PromotionDecided(
                alias, version, CHAMPION, Verdict.PROMOTED, List.of("I say so"), "anna", now, null, null, "1", now);
    }

    @Test
    void beginsByTimeByDriftAndByCommandIfAnythingIsNew() {
        now = START.plusSeconds(700);
        assertThat(due(ALL_TRIGGERS)).as("nothing is new").isEmpty();
        now = START.plusSeconds(599);
        admit(1);
        assertThat(due(ALL_TRIGGERS)).isEmpty();
        now = START.plusSeconds(600);
        assertThat(due(ALL_TRIGGERS).orElseThrow().trigger()).contains("600 s");

        now = START.plusSeconds(1);
        ledger.on(new DriftDetected(RUN, "psi", 0.5, 0.25, now));
        assertThat(due(ALL_TRIGGERS).orElseThrow().trigger()).contains("drift: psi is 0.5");
        ledger.on(new Retrain(RUN, "now", "anna", now));
        RetrainingStarted cycle = begun(ALL_TRIGGERS);
        assertThat(cycle.trigger()).contains("a command");

        decided(cycle, Verdict.REJECTED);
        now = START.plusSeconds(2);
        admit(1);
        assertThat(due(ALL_TRIGGERS))
                .as("command and drift are older than the cycle")
                .isEmpty();
    }

    @Test
    void beginsNoMoreThanSoManyAnHour() {
        for (int i = 0; i < 2; i++) {
            admit(3);
            decided(begun(), Verdict.PROMOTED);
            now = now.plusSeconds(60);
        }
        admit(3);
        assertThat(due()).isEmpty();

        now = START.plus(Duration.ofHours(1));
        assertThat(due()).isPresent();
    }

    @Test
    void isPausedByCommandAndByARollBackUntilItIsResumed() {
        admit(3);
        ledger.on(new PauseRetraining("champion", "holiday", "anna", now));
        assertThat(due()).isEmpty();
        ledger.on(new ResumeRetraining("champion", "back", "anna", now));
        assertThat(due()).isPresent();
        ledger.on(new RollBack("champion", "worse", "anna", now));
        assertThat(due()).isEmpty();
        assertThat(ledger.paused()).hasValueSatisfying(why -> assertThat(why).contains("worse"));
        ledger.on(new ResumeRetraining("champion", "back", "anna", now));
        assertThat(due()).isPresent();
    }

    @Test
    void backsOffAfterFailuresInARowSaysSoOnceAndForgetsThemWhenResumed() {
        for (int i = 0; i < 2; i++) {
            assertThat(ledger.backOff(RUN, SPEC, now)).isEmpty();
            admit(3);
            decided(begun(), i == 0 ? Verdict.INCONCLUSIVE : Verdict.REJECTED);
            now = now.plus(Duration.ofHours(1));
        }

        var backedOff = ledger.backOff(RUN, SPEC, now).orElseThrow();
        assertThat(List.of(backedOff.cycle(), backedOff.failures())).containsExactly(2, 2);
        assertThat(backedOff.neededSamples()).isEqualTo(48);
        ledger.on(backedOff);
        assertThat(ledger.backOff(RUN, SPEC, now)).isEmpty();

        now = now.minusSeconds(1800);
        admit(3);
        assertThat(due()).as("24 of 48").isEmpty();
        ledger.on(new ResumeRetraining("champion", "try again", "anna", now));
        now = now.plusSeconds(1800);
        assertThat(due()).isPresent();
    }

    private String waitsFor() {
        return ledger.waitsFor(RUN, SPEC, now);
    }

    @Test
    void saysWhatTheNextCycleWaitsFor() {
        assertThat(new RetrainingLedger().waitsFor(RUN, SPEC, now)).contains("takes no samples yet");
        admit(2);
        assertThat(waitsFor()).isEqualTo("new samples: 16 of 24");
        assertThat(ledger.waitsFor(RUN, ALL_TRIGGERS, now))
                .isEqualTo("new samples: 16 of 24, or drift, or any at 2026-01-31T12:10:00Z");
        admit(1);
        RetrainingStarted first = begun();
        assertThat(waitsFor()).isEqualTo("the end of cycle-0001");
        decided(first, Verdict.PROMOTED);
        admit(3);
        now = now.plusSeconds(60);
        decided(begun(), Verdict.PROMOTED);

        assertThat(waitsFor()).isEqualTo("2026-01-31T13:00:00Z: 2 an hour are allowed, and begun");
        ledger.on(new PauseRetraining("champion", "holiday", "anna", now));
        assertThat(waitsFor()).isEqualTo("./retort resume; paused: holiday");
        ledger.on(new ResumeRetraining("champion", "back", "anna", now));
        now = START.plus(Duration.ofHours(2));
        ledger.on(new ModelPromoted("champion", DIGEST, CHAMPION, "another", "distilled", "later", now));
        assertThat(waitsFor()).isEqualTo("a champion of this run");
    }

    @Test
    void beginsNothingWithoutAChampionOfTheRun() {
        admit(3);
        ledger.on(new ModelPromoted("champion", DIGEST, CHAMPION, "another", "distilled", "later", now.plusSeconds(1)));

        assertThat(due()).isEmpty();
    }
}
