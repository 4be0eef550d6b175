package dev.retort.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.RetrainingBackedOff;
import dev.retort.contracts.event.RetrainingFailed;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.PromotionPolicy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CycleNewsTest {
    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Digest DIGEST = new Digest("1".repeat(64));

    private final CycleNews news = new CycleNews("run-1", BEGUN);

    private static RetrainingStarted started(String run, int cycle, Instant at) {
        String arm = "cycle-%04d".formatted(cycle);
        return new RetrainingStarted(
                run, cycle, arm, DIGEST, DIGEST, DIGEST, 0, 3, DIGEST, 8, 24, 1, 4, 0.1, "24 new samples", at);
    }

    private static PromotionDecided decided(String arm) {
        Contender candidate =
                new Contender(DIGEST, "run-1", Role.STUDENT, arm, 4, true, true, 1, 0.5, 1, null, null, null, null);
        DecisionInputs inputs = new DecisionInputs(2, new PromotionPolicy(0, 0), candidate, null, true, true, null, 1);
        return new PromotionDecided(
                "champion",
                DIGEST,
                DIGEST,
                PromotionDecided.Verdict.REJECTED,
                List.of("worse", "really"),
                "policy",
                BEGUN,
                inputs,
                null,
                "1",
                BEGUN);
    }

    private static CheckpointSkipped skipped(String arm, long step) {
        return new CheckpointSkipped("run-1", arm, step, DIGEST, "it cannot be scored", BEGUN);
    }

    @Test
    void warnsOfACycleThatWentOnUnderOtherConditionsAndLeavesArmsToTheStory() {
        List<String> changes = List.of("threads 1, before 2");

        assertThat(news.on(new ConditionsChanged("run-1", "cycle-0001", 4, DIGEST, changes, BEGUN)))
                .hasValueSatisfying(text ->
                        assertThat(text).startsWith("WARNING: cycle-0001").contains("threads 1, before 2"));
        assertThat(news.on(new ConditionsChanged("run-1", "distilled", 4, DIGEST, changes, BEGUN)))
                .isEmpty();
    }

    @Test
    void tellsWhatBecomesOfEachCycleOnce() {
        assertThat(news.on(started("run-1", 1, BEGUN))).contains("cycle-0001 begins, 4 steps: 24 new samples");
        assertThat(news.on(started("run-1", 1, BEGUN))).isEmpty();
        assertThat(news.on(decided("cycle-0001"))).contains("cycle-0001 rejected: worse; really");
        assertThat(news.on(decided("distilled"))).isEmpty();
        assertThat(news.on(new RetrainingBackedOff("run-1", 1, 3, 48, BEGUN)))
                .hasValueSatisfying(text -> assertThat(text).contains("48 new samples"));
    }

    @Test
    void tellsOfASkippedCheckpointOnlyIfItWasTheLastOfItsCycle() {
        news.on(started("run-1", 2, BEGUN));

        assertThat(news.on(skipped("cycle-0002", 2))).isEmpty();
        assertThat(news.on(skipped("distilled", 4))).isEmpty();
        assertThat(news.on(skipped("cycle-0002", 4))).contains("cycle-0002 inconclusive: it cannot be scored");
    }

    @Test
    void tellsOfACycleThatCouldNotComeToItsEnd() {
        assertThat(news.on(new RetrainingFailed("run-1", 2, "the loss is not finite", BEGUN)))
                .contains("cycle-0002 inconclusive: the loss is not finite");
        assertThat(news.on(new RetrainingFailed("other", 2, "the loss is not finite", BEGUN)))
                .isEmpty();
    }

    @Test
    void tellsNothingOfOtherRunsOrOfThePast() {
        assertThat(news.on(started("other", 1, BEGUN))).isEmpty();
        assertThat(news.on(started("run-1", 1, BEGUN.minusSeconds(1)))).isEmpty();
    }
}
