package dev.retort.trainer.domain;

import static dev.retort.trainer.domain.RetrainingStory.CHAMPION;
import static dev.retort.trainer.domain.RetrainingStory.DRIFT;
import static dev.retort.trainer.domain.RetrainingStory.RUN;
import static dev.retort.trainer.domain.RetrainingStory.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.Retrain;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.experiment.ContinuousSpec.Trigger;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Each batch has eight samples to learn from; 24 new ones begin a cycle without any drift. */
class DriftTriggerTest {
    private final RetrainingStory log = new RetrainingStory();

    private void drifts(String statistic, Instant at) {
        log.say(new DriftDetected(RUN, statistic, 0.5, 0.25, at));
    }

    /** By drift, with all new samples that there are; it does not get better. */
    private RetrainingStarted inconclusive() {
        RetrainingStarted cycle = log.begun(DRIFT);
        assertThat(cycle.trigger()).startsWith("drift: ");
        log.decided(cycle, Verdict.INCONCLUSIVE);
        return cycle;
    }

    private String waitsFor() {
        return log.ledger().waitsFor(RUN, DRIFT, log.now());
    }

    /** The first cycle may have seen little of what is new. */
    @Test
    void goesOnUntilThereAreTwiceAsManyNewSamplesAsTheLastCycleHad() {
        drifts("psi", START.plusSeconds(1));
        log.admit(1);
        inconclusive();

        log.admit(1);
        assertThat(log.due(DRIFT)).as("8 of 16").isEmpty();
        assertThat(waitsFor()).isEqualTo("new samples: 8 of 24, or 8 of 16 new ones since the drift");
        log.admit(1);

        assertThat(log.due(DRIFT).orElseThrow().trigger()).isEqualTo("drift: psi is 0.5, threshold 0.25");
    }

    /** Two batches of what was before it say nothing of what is new. */
    @Test
    void waitsForEnoughSamplesSinceTheDriftWasTold() {
        ContinuousSpec patient = RetrainingStory.spec(new Trigger(48, 0, true, 16));
        log.admit(2);
        drifts("psi", START.plusSeconds(1));
        log.admit(1);
        assertThat(log.due(patient)).isEmpty();
        assertThat(log.ledger().waitsFor(RUN, patient, log.now()))
                .isEqualTo("new samples: 24 of 48, or 8 of 16 new ones since the drift");

        drifts("confidence-p", START.plusSeconds(2));
        log.admit(1);

        RetrainingStarted cycle = log.due(patient).orElseThrow();
        assertThat(cycle.trigger()).startsWith("drift: ");
        assertThat(cycle.firstBatch()).as("learns from those before as well").isZero();
    }

    @Test
    void takesHalfOfTheUsualSamplesWhereNothingElseIsSaid() {
        ContinuousSpec usual = RetrainingStory.spec(new Trigger(31, 0, true));
        drifts("psi", START.plusSeconds(1));
        log.admit(1);
        assertThat(log.due(usual)).as("8 of 16").isEmpty();
        log.admit(1);

        assertThat(log.due(usual).orElseThrow().trigger()).startsWith("drift: ");
    }

    /** A command in between had little to learn from; the drift does not follow with little more. */
    @Test
    void waitsForAsManyAfterACycleThatBeganForAnotherReason() {
        ContinuousSpec patient = RetrainingStory.spec(new Trigger(48, 0, true, 24));
        drifts("psi", START.plusSeconds(1));
        log.admit(1);
        log.say(new Retrain(RUN, "now", "anna", log.now()));
        log.decided(log.begun(patient), Verdict.INCONCLUSIVE);

        log.admit(2);
        assertThat(log.due(patient)).as("16 of 24").isEmpty();
        log.admit(1);

        assertThat(log.due(patient).orElseThrow().trigger()).startsWith("drift: ");
    }

    /** Its batches are counted from 0. */
    @Test
    void countsAllOfASetThatWasOpenedSince() {
        ContinuousSpec patient = RetrainingStory.spec(new Trigger(48, 0, true, 16));
        log.admit(3);
        drifts("psi", START.plusSeconds(1));
        log.opensAnotherSet();
        log.admit(1);
        assertThat(log.due(patient)).isEmpty();
        log.admit(1);

        assertThat(log.due(patient).orElseThrow().trigger()).startsWith("drift: ");
    }

    /** Each statistic tells of it, one some seconds after the other. */
    @Test
    void isOneDriftThoughSeveralStatisticsTellOfIt() {
        drifts("psi", START.plusSeconds(1));
        log.admit(1);
        inconclusive();
        drifts("confidence-p", START.plusSeconds(2));
        log.admit(1);

        assertThat(log.due(DRIFT)).isEmpty();
    }

    @Test
    void countsOnlyWhatTheLastCycleWasTheFirstToLearnFrom() {
        log.admit(3);
        log.decided(log.begun(DRIFT), Verdict.PROMOTED);
        log.pass(Duration.ofHours(1));
        drifts("psi", START.plusSeconds(1));
        log.admit(1);
        assertThat(inconclusive().endBatch()).as("with the three before").isEqualTo(4);

        log.admit(2);

        assertThat(log.due(DRIFT).orElseThrow().trigger()).startsWith("drift: ");
    }

    @Test
    void isOverWithAnotherChampion() {
        drifts("psi", START.plusSeconds(1));
        log.admit(1);
        log.decided(log.begun(DRIFT), Verdict.PROMOTED);
        log.say(new ModelPromoted("champion", CHAMPION, CHAMPION, RUN, "cycle-0001", "better", START.plusSeconds(5)));
        log.admit(1);
        assertThat(log.due(DRIFT)).as("8 of 24").isEmpty();
        assertThat(waitsFor()).endsWith(", or drift");

        drifts("psi", START.plusSeconds(6));
        assertThat(log.due(DRIFT)).as("nothing since").isEmpty();
        log.admit(1);

        assertThat(log.due(DRIFT)).as("of the new champion").isPresent();
    }

    /** Topics are read side by side after a start: the promotion may come before all that was before it, or after. */
    @Test
    void isOverWhicheverIsReadFirst() {
        log.say(new ModelPromoted("champion", CHAMPION, CHAMPION, RUN, "distilled", "better", START.plusSeconds(5)));
        drifts("psi", START.plusSeconds(1));
        log.admit(1);

        assertThat(log.due(DRIFT)).isEmpty();
    }
}
