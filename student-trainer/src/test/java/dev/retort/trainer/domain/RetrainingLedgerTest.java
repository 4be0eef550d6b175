package dev.retort.trainer.domain;

import static dev.retort.trainer.domain.RetrainingStory.ALL_TRIGGERS;
import static dev.retort.trainer.domain.RetrainingStory.CHAMPION;
import static dev.retort.trainer.domain.RetrainingStory.CHECKPOINT;
import static dev.retort.trainer.domain.RetrainingStory.DIGEST;
import static dev.retort.trainer.domain.RetrainingStory.RUN;
import static dev.retort.trainer.domain.RetrainingStory.SPEC;
import static dev.retort.trainer.domain.RetrainingStory.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.ResumeRetraining;
import dev.retort.contracts.event.Retrain;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.RollBack;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrainingLedgerTest {
    private final RetrainingStory log = new RetrainingStory();

    @Test
    void beginsWhenThereAreEnoughNewSamplesToLearnFrom() {
        log.admit(2);
        assertThat(log.due()).isEmpty();
        log.admit(1);

        RetrainingStarted cycle = log.due().orElseThrow();

        assertThat(cycle.arm()).isEqualTo("cycle-0001");
        assertThat(cycle.parent()).isEqualTo(CHECKPOINT);
        assertThat(List.of(cycle.firstBatch(), cycle.endBatch())).containsExactly(0L, 3L);
        assertThat(List.of(cycle.replayPerStep(), cycle.newPerStep())).containsExactly(8, 24);
        assertThat(cycle.steps()).isEqualTo(4);
        assertThat(cycle.trigger()).isEqualTo("24 new samples");
        assertThat(log.due()).as("the same log, the same cycle").contains(cycle);
    }

    @Test
    void countsWhatIsSaidTwiceOnce() {
        log.admit(2);
        log.startOver();
        log.admit(2);

        assertThat(log.due()).isEmpty();
    }

    /** Two runs with one teacher have one set, and the newest of them fills it. */
    @Test
    void learnsFromAllOfASetWhicheverRunItIsFilledFor() {
        log.admit("another", 2, 2);
        log.admit(1);

        RetrainingStarted cycle = log.begun();

        assertThat(List.of(cycle.firstBatch(), cycle.endBatch())).containsExactly(0L, 3L);
        assertThat(cycle.trigger()).isEqualTo("24 new samples");
        log.decided(cycle, Verdict.PROMOTED);
        log.admit("another", 3, 2);
        assertThat(log.due().orElseThrow().endBatch()).isEqualTo(6);
    }

    @Test
    void waitsWhileAllOfTheNewestBatchesIsHeldOut() {
        log.admit(3);
        log.admit(RUN, 5, 10);
        assertThat(log.due()).as("five batches are the window").isEmpty();

        log.admit(1);

        assertThat(log.due()).isPresent();
    }

    @Test
    void beginsByTimeByDriftAndByCommandIfAnythingIsNew() {
        log.itIs(START.plusSeconds(700));
        assertThat(log.due(ALL_TRIGGERS)).as("nothing is new").isEmpty();
        log.itIs(START.plusSeconds(599));
        log.admit(1);
        assertThat(log.due(ALL_TRIGGERS)).isEmpty();
        log.itIs(START.plusSeconds(600));
        assertThat(log.due(ALL_TRIGGERS).orElseThrow().trigger()).contains("600 s");

        log.itIs(START.plusSeconds(1));
        log.say(new DriftDetected(RUN, "psi", 0.5, 0.25, log.now()));
        assertThat(log.due(ALL_TRIGGERS)).as("nothing since the drift").isEmpty();
        log.admit(1);
        assertThat(log.due(ALL_TRIGGERS).orElseThrow().trigger()).contains("drift: psi is 0.5");
        log.say(new Retrain(RUN, "now", "anna", log.now()));
        RetrainingStarted cycle = log.begun(ALL_TRIGGERS);
        assertThat(cycle.trigger()).contains("a command");

        log.decided(cycle, Verdict.REJECTED);
        log.itIs(START.plusSeconds(2));
        log.admit(1);
        assertThat(log.due(ALL_TRIGGERS))
                .as("the command was heeded, and the drift needs 32")
                .isEmpty();
    }

    @Test
    void beginsNoMoreThanSoManyAnHour() {
        for (int i = 0; i < 2; i++) {
            log.admit(3);
            log.decided(log.begun(), Verdict.PROMOTED);
            log.pass(Duration.ofMinutes(1));
        }
        log.admit(3);
        assertThat(log.due()).isEmpty();

        log.itIs(START.plus(Duration.ofHours(1)));
        assertThat(log.due()).isPresent();
    }

    @Test
    void isPausedByCommandAndByARollBackUntilItIsResumed() {
        log.admit(3);
        log.say(new PauseRetraining("champion", "holiday", "anna", log.now()));
        assertThat(log.due()).isEmpty();
        log.say(new ResumeRetraining("champion", "back", "anna", log.now()));
        assertThat(log.due()).isPresent();
        log.say(new RollBack("champion", "worse", "anna", log.now()));
        assertThat(log.due()).isEmpty();
        assertThat(log.ledger().paused())
                .hasValueSatisfying(why -> assertThat(why).contains("worse"));
        log.say(new ResumeRetraining("champion", "back", "anna", log.now()));
        assertThat(log.due()).isPresent();
    }

    @Test
    void isNotPausedByARollBackThatWasRefused() {
        log.admit(3);
        RollBack back = new RollBack("champion", "worse", "anna", log.now());
        log.say(back);
        log.refused(back);

        assertThat(log.ledger().paused()).isEmpty();
        assertThat(log.due()).isPresent();
    }

    private String waitsFor() {
        return log.ledger().waitsFor(RUN, SPEC, log.now());
    }

    @Test
    void saysWhatTheNextCycleWaitsFor() {
        assertThat(new RetrainingLedger().waitsFor(RUN, SPEC, log.now())).contains("takes no samples yet");
        log.admit(2);
        assertThat(waitsFor()).isEqualTo("new samples: 16 of 24");
        assertThat(log.ledger().waitsFor(RUN, ALL_TRIGGERS, log.now()))
                .isEqualTo("new samples: 16 of 24, or drift, or any at 2026-01-31T12:10:00Z");
        log.admit(1);
        RetrainingStarted first = log.begun();
        assertThat(waitsFor()).isEqualTo("the end of cycle-0001");
        log.decided(first, Verdict.PROMOTED);
        log.admit(3);
        log.pass(Duration.ofMinutes(1));
        log.decided(log.begun(), Verdict.PROMOTED);

        assertThat(waitsFor()).isEqualTo("2026-01-31T13:00:00Z: 2 an hour are allowed, and begun");
        log.say(new PauseRetraining("champion", "holiday", "anna", log.now()));
        assertThat(waitsFor()).isEqualTo("./retort resume; paused: holiday");
        log.say(new ResumeRetraining("champion", "back", "anna", log.now()));
        log.itIs(START.plus(Duration.ofHours(2)));
        log.say(new ModelPromoted("champion", DIGEST, CHAMPION, "another", "distilled", "later", log.now()));
        assertThat(waitsFor()).isEqualTo("a champion of this run");
    }

    @Test
    void beginsNothingWithoutAChampionOfTheRun() {
        log.admit(3);
        log.say(new ModelPromoted(
                "champion",
                DIGEST,
                CHAMPION,
                "another",
                "distilled",
                "later",
                log.now().plusSeconds(1)));

        assertThat(log.due()).isEmpty();
    }
}
