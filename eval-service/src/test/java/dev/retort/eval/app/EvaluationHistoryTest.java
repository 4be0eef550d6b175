package dev.retort.eval.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.eval.PublishedCheckpoints;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What comes of a series of checkpoints, and of the same log read again. */
class EvaluationHistoryTest extends EvaluatedRuns {
    /** Of the weights: the first answers worse than the others. */
    private static final long[] SEEDS = {3, 1, 2, 4};

    /** All that a decision says but names and times, which hang on the dataset's digest and on the clock. */
    private static List<Object> essence(PromotionDecided decision) {
        return List.of(
                decision.verdict(),
                decision.reasons(),
                String.valueOf(decision.test()),
                Objects.requireNonNull(decision.inputs()).attempt(),
                String.valueOf(decision.inputs().table()));
    }

    private List<PromotionDecided> decisionsWithTestLabels(int shift, List<Double> testLikelihoods) throws Exception {
        PublishedCheckpoints checkpoints = dataset(shift);
        try (World world = new World(artefacts("cache" + shift))) {
            run(world, checkpoints);
            for (int i = 0; i < SEEDS.length; i++) {
                read(world, checkpoints.publish("distilled", SEEDS[i], i + 1));
            }
            world.start();
            awaitDecisions(world, SEEDS.length * FORMS);
            world.evaluations()
                    .forEach(evaluation -> testLikelihoods.add(evaluation.test().negativeLogLikelihood()));
            return world.decisions();
        }
    }

    @Test
    void changesNoDecisionWhenTheTestLabelsAreOthers() throws Exception {
        List<Double> honest = new ArrayList<>();
        List<Double> changed = new ArrayList<>();
        List<PromotionDecided> decisions = decisionsWithTestLabels(0, honest);
        List<PromotionDecided> others = decisionsWithTestLabels(1, changed);

        assertThat(others.stream().map(EvaluationHistoryTest::essence))
                .containsExactlyElementsOf(
                        decisions.stream().map(EvaluationHistoryTest::essence).toList());
        assertThat(changed).as("the labels do matter to the report").isNotEqualTo(honest);
        assertThat(decisions)
                .as("the decisions are not all the same")
                .extracting(PromotionDecided::verdict)
                .contains(Verdict.PROMOTED, Verdict.INCONCLUSIVE, Verdict.REJECTED);
    }

    @Test
    void rebuildsAllFromTheLogWithAnEmptyDiskAndScoresNothingTwice() throws Exception {
        PublishedCheckpoints checkpoints = dataset(0);
        try (World before = new World(artefacts("cache"));
                World after = new World(artefacts("empty"))) {
            run(before, checkpoints);
            for (int seed = 1; seed <= 2; seed++) {
                read(before, checkpoints.publish("distilled", seed, seed));
            }
            before.start();
            awaitDecisions(before, 2 * FORMS);
            log.addAll(before.said);

            // Topics are read side by side: one after the other is a way in which that can happen.
            log.sort(Comparator.comparing(Event::topic, Comparator.reverseOrder()));
            log.forEach(after::read);
            assertThat(after.standings.all()).containsExactlyElementsOf(before.standings.all());
            assertThat(after.standings.champion(PromotionEvent.CHAMPION))
                    .isEqualTo(before.standings.champion(PromotionEvent.CHAMPION))
                    .isPresent();

            after.start();
            CheckpointPublished next = checkpoints.publish("distilled", 3, 3);
            after.read(next);
            awaitDecisions(after, FORMS);
            assertThat(after.evaluations())
                    .extracting(EvaluationCompleted::checkpoint)
                    .containsExactly(next.checkpoint(), next.checkpoint());
        }
    }

    @Test
    void skipsToTheNewestAndScoresTheLastWhenCheckpointsComeFasterThanItScores() throws Exception {
        PublishedCheckpoints checkpoints = dataset(0);
        try (World world = new World(artefacts("cache"))) {
            run(world, checkpoints);
            List<Long> steps = new ArrayList<>();
            for (long step = 1; step <= 10; step++) {
                read(world, checkpoints.publish("distilled", step, step));
                steps.add(step);
            }
            read(world, checkpoints.publish("distilled", 11, PublishedCheckpoints.TOTAL_STEPS));
            world.start();
            awaitDecisions(world, 2 * FORMS);

            assertThat(world.skipped())
                    .extracting(CheckpointSkipped::step)
                    .containsExactlyElementsOf(steps.subList(0, 9));
            assertThat(world.evaluations())
                    .extracting(EvaluationCompleted::step)
                    .containsExactly(PublishedCheckpoints.TOTAL_STEPS, PublishedCheckpoints.TOTAL_STEPS, 10L, 10L);
        }
    }
}
