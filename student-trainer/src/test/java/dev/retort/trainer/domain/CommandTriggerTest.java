package dev.retort.trainer.domain;

import static dev.retort.trainer.domain.RetrainingStory.RUN;
import static dev.retort.trainer.domain.RetrainingStory.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.Retrain;
import dev.retort.contracts.event.RetrainingStarted;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A command begins one cycle. Each batch has eight samples to learn from; 24 begin a cycle without any. */
class CommandTriggerTest {
    private static final Retrain NOW = command(START);

    private final RetrainingStory log = new RetrainingStory();

    private static Retrain command(Instant at) {
        return new Retrain(RUN, "now", "anna", at);
    }

    private RetrainingStarted answered() {
        RetrainingStarted cycle = log.begun();
        assertThat(cycle.trigger()).startsWith("a command");
        log.decided(cycle, Verdict.PROMOTED);
        log.admit(1);
        assertThat(log.due()).as("it is done with").isEmpty();
        return cycle;
    }

    @Test
    void beginsOneCycleThoughWhoSentItIsAheadOfTime() {
        log.admit(1);
        log.say(command(START.plus(Duration.ofHours(1))));

        answered();
    }

    @Test
    void beginsACycleThoughWhoSentItIsBehindTheLastOne() {
        log.admit(3);
        log.decided(log.begun(), Verdict.PROMOTED);
        log.admit(1);
        log.say(command(START.minus(Duration.ofHours(1))));

        answered();
    }

    @Test
    void isAnsweredWithTheOthersThatCameBeforeTheCycleAndNoLaterOneIs() {
        log.admit(1);
        log.say(NOW);
        log.say(command(START.plusSeconds(1)));
        RetrainingStarted cycle = answered();
        assertThat(cycle.commands()).isEqualTo(2L);

        log.say(command(START.minusSeconds(1)));

        assertThat(log.due()).isPresent();
    }

    /** After a start commands and cycles are read side by side. */
    @Test
    void isKnownToBeAnsweredWhicheverIsReadFirst() {
        log.admit(1);
        log.say(NOW);
        RetrainingStarted cycle = log.begun();

        RetrainingStory again = new RetrainingStory();
        again.admit(1);
        again.say(cycle);
        again.decided(cycle, Verdict.PROMOTED);
        again.admit(1);
        again.say(NOW);

        assertThat(again.due()).isEmpty();
        again.say(command(START.plusSeconds(1)));
        assertThat(again.due()).isPresent();
    }

    @Test
    void goesByTheClockWhereTheRecordOfACycleIsOlderThanItsCount() {
        log.admit(3);
        RetrainingStarted cycle = older(log.due().orElseThrow());
        log.say(command(START.minusSeconds(1)));
        log.say(cycle);
        log.decided(cycle, Verdict.PROMOTED);
        log.admit(1);
        assertThat(log.due()).isEmpty();

        log.say(command(START.plusSeconds(1)));

        assertThat(log.due()).isPresent();
    }

    private static RetrainingStarted older(RetrainingStarted cycle) {
        return new RetrainingStarted(
                cycle.run(),
                cycle.cycle(),
                cycle.arm(),
                cycle.champion(),
                cycle.parent(),
                cycle.set(),
                cycle.firstBatch(),
                cycle.endBatch(),
                cycle.transferSet(),
                cycle.replayPerStep(),
                cycle.newPerStep(),
                cycle.seed(),
                cycle.steps(),
                cycle.learningRate(),
                cycle.trigger(),
                cycle.at());
    }
}
