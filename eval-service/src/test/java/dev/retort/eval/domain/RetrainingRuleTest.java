package dev.retort.eval.domain;

import static dev.retort.eval.Evaluations.evaluation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.RecentImages;
import dev.retort.contracts.experiment.ContinuousSpec.Gate;
import dev.retort.contracts.experiment.PromotionPolicy;
import dev.retort.eval.domain.PromotionDecision.Inconclusive;
import dev.retort.eval.domain.PromotionDecision.Promoted;
import dev.retort.eval.domain.PromotionDecision.Rejected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetrainingRuleTest {
    private static final Contender CHAMPION = Contender.of(evaluation("run", "champion", 0.55, 1));
    private static final Contender OTHER_RUN = Contender.of(evaluation("another", "champion", 0.55, 1));
    private static final Contender CANDIDATE = Contender.of(evaluation("run", "cycle", 0.56, 2));

    /** Mid-p of 30 against 10 is 0.0007. */
    private static final PairedCounts BETTER = new PairedCounts(40, 30, 10, 20);
    /** Mid-p of 30 against 22 is 0.14. */
    private static final PairedCounts WITHIN_CHANCE = new PairedCounts(30, 30, 22, 18);
    /** 1000 images, ten discordant: within two points for sure. */
    private static final PairedCounts SAME = new PairedCounts(600, 5, 5, 390);
    /** Five points worse for sure. */
    private static final PairedCounts FORGOTTEN = new PairedCounts(550, 5, 55, 390);
    /** 100 images cannot tell. */
    private static final PairedCounts TOO_FEW = new PairedCounts(60, 5, 5, 30);

    private static PromotionDecision decide(
            Contender champion, @Nullable PairedCounts old, @Nullable PairedCounts fresh, int attempt) {
        return decideOn(
                champion,
                old,
                new RecentImages(
                        new Gate(0.05, 2), CANDIDATE.modelVersion(), 4, fresh == null ? 0 : fresh.images(), 7, fresh),
                attempt);
    }

    private static PromotionDecision decideOn(
            Contender champion, @Nullable PairedCounts old, RecentImages recent, int attempt) {
        return PromotionRule.decide(new DecisionInputs(
                PromotionRule.VERSION,
                new PromotionPolicy(0.5, 0),
                CANDIDATE,
                champion,
                true,
                true,
                old,
                attempt,
                recent));
    }

    @Test
    void promotesWhatIsBetterOnTheNewAndNotWorseOnTheOld() {
        assertThat(decide(CHAMPION, SAME, BETTER, 1)).isInstanceOfSatisfying(Promoted.class, promoted -> {
            assertThat(promoted.reasons().getFirst())
                    .contains("new: +20.00 points")
                    .contains("7 of them labelled");
            assertThat(promoted.reasons().getLast())
                    .contains("old: +0.00 points")
                    .contains("margin 2.0 points");
        });
    }

    @Test
    void rejectsWhatHasForgottenTheOld() {
        assertThat(decide(CHAMPION, FORGOTTEN, BETTER, 1)).isInstanceOf(Rejected.class);
    }

    @Test
    void rejectsWhatIsWorseOnTheNew() {
        assertThat(decide(CHAMPION, SAME, BETTER.exchanged(), 1)).isInstanceOf(Rejected.class);
    }

    @Test
    void staysWhereItCannotBeTold() {
        assertThat(decide(CHAMPION, SAME, WITHIN_CHANCE, 1)).isInstanceOf(Inconclusive.class);
        assertThat(decide(CHAMPION, TOO_FEW, BETTER, 1)).isInstanceOf(Inconclusive.class);
        assertThat(decide(CHAMPION, null, BETTER, 1)).isInstanceOf(Inconclusive.class);
        assertThat(decide(CHAMPION, SAME, null, 1)).isInstanceOf(Inconclusive.class);
        assertThat(decide(OTHER_RUN, SAME, BETTER, 1)).isInstanceOf(Inconclusive.class);
    }

    @Test
    void asksForMoreTheMoreCyclesHaveMetTheChampion() {
        assertThat(decide(CHAMPION, SAME, BETTER, 12)).isInstanceOf(Inconclusive.class);
    }

    private static PromotionDecision decide(Contender madeFrom, @Nullable String paused) {
        RecentImages recent = new RecentImages(
                new Gate(0.05, 2), CANDIDATE.modelVersion(), 4, 80, 7, BETTER, madeFrom.modelVersion(), paused, null);
        return decideOn(CHAMPION, SAME, recent, 1);
    }

    /** Records from before the reason was noted say what they said then. */
    @Test
    void saysWhyThereIsNoTableWhereThatIsNoted() {
        assertThat(decideWithoutTable(null).reasons())
                .containsExactly("there is no new held-out image that both could be shown");
        assertThat(decideWithoutTable("version 123 is not in the store").reasons())
                .containsExactly(
                        "candidate and champion could not be compared on new held-out images: version 123 is not in the store");
    }

    private static PromotionDecision decideWithoutTable(@Nullable String notShown) {
        PromotionDecision decision = decideOn(
                CHAMPION,
                SAME,
                new RecentImages(
                        new Gate(0.05, 2),
                        CANDIDATE.modelVersion(),
                        4,
                        0,
                        0,
                        null,
                        CHAMPION.modelVersion(),
                        null,
                        notShown),
                1);
        assertThat(decision).isInstanceOf(Inconclusive.class);
        return decision;
    }

    /** After a roll-back it would bring back what was taken back, and more of it. */
    @Test
    void promotesOnlyWhatWentOnFromThePresentChampion() {
        assertThat(decide(CHAMPION, null)).isInstanceOf(Promoted.class);
        assertThat(decide(CANDIDATE, null))
                .isInstanceOfSatisfying(
                        Inconclusive.class,
                        inconclusive -> assertThat(inconclusive.reasons())
                                .singleElement()
                                .asString()
                                .contains("went on from "
                                        + CANDIDATE.modelVersion().abbreviated()));
    }

    @Test
    void promotesNothingWhileRetrainingIsPaused() {
        assertThat(decide(CHAMPION, "holiday"))
                .isInstanceOfSatisfying(
                        Inconclusive.class,
                        inconclusive ->
                                assertThat(inconclusive.reasons()).containsExactly("retraining is paused: holiday"));
    }
}
