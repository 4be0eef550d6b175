package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.evaluation;
import static dev.retort.eval.Evaluations.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.EventCodec;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.RollBack;
import dev.retort.eval.domain.PromotionDecision;
import dev.retort.eval.domain.PromotionRule;
import dev.retort.eval.domain.Standings;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the policy decides. */
class PromotionsTest {
    private final PromotionWorld world = new PromotionWorld();

    @Test
    void promotesOnlyWhatIsShownToBeatTheChampionOfAnotherRunOnTheSameImages() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        world.evaluated("second", "b", 52, 2);
        world.evaluated("second", "c", 70, 3);

        assertThat(world.moves()).containsExactly(version("a"), version("c"));
        assertThat(world.decisions())
                .extracting(PromotionDecided::verdict)
                .containsExactly(Verdict.PROMOTED, Verdict.INCONCLUSIVE, Verdict.PROMOTED);
        assertThat(((ModelPromoted) world.published.getLast()).previous()).isEqualTo(version("a"));
    }

    @Test
    void replacesAnEarlyCheckpointByTheClearlyBetterLastOneOfItsRun() throws InterruptedException {
        world.evaluated("first", "early", 49, 1);
        world.evaluated("first", "final", 84, 2);

        assertThat(world.moves()).containsExactly(version("early"), version("final"));
    }

    @Test
    void decidesOnceOnEachCandidate() throws InterruptedException {
        EvaluationCompleted champion = world.evaluated("first", "a", 50, 1);
        EvaluationCompleted worse = world.evaluated("first", "b", 40, 2);
        world.promotions.decide(champion);
        world.promotions.decide(worse);

        assertThat(world.decisions()).hasSize(2);
        assertThat(world.moves()).hasSize(1);
    }

    @Test
    void writesARecordThatTheDecisionCanBeComputedFromAlone() throws Exception {
        world.evaluated("first", "a", 50, 1);
        world.evaluated("first", "b", 55, 2);
        world.evaluated("second", "c", 80, 3);
        world.evaluated("second", "d", 20, 4);

        EventCodec codec = new EventCodec("test");
        for (PromotionDecided decided : world.decisions()) {
            Message message = codec.encode(decided);
            PromotionDecided read = (PromotionDecided) codec.decode(message.headers(), message.value());
            DecisionInputs inputs = Objects.requireNonNull(read.inputs());
            PromotionDecision again = PromotionRule.decide(inputs);

            assertThat(read).isEqualTo(decided);
            assertThat(again.verdict()).isEqualTo(read.verdict());
            assertThat(again.reasons()).isEqualTo(read.reasons());
            assertThat(again.test()).isEqualTo(read.test());
        }
        assertThat(world.decisions()).hasSize(4);
    }

    @Test
    void countsTheComparisonsWithAChampionAndBeginsAnewWithTheNext() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        world.evaluated("first", "b", 51, 2);
        world.evaluated("first", "c", 52, 3);
        world.evaluated("first", "d", 80, 4);
        world.evaluated("first", "e", 80, 5);

        assertThat(world.decisions())
                .extracting(
                        decision -> Objects.requireNonNull(decision.inputs()).attempt())
                .containsExactly(1, 1, 2, 3, 1);
    }

    @Test
    void goesOnCountingWhenAChampionComesBack() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        world.evaluated("first", "b", 80, 2);
        world.promotions.execute(new RollBack("champion", "it is worse", "anna", START.plusSeconds(100)));
        world.evaluated("first", "c", 52, 3);

        assertThat(Objects.requireNonNull(world.decisions().getLast().inputs()).attempt())
                .isEqualTo(2);
    }

    @Test
    void changesNoDecisionWhenTestLabelsChange() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        world.evaluated("first", "b", 75, 2);
        List<Event> honest = List.copyOf(world.published);
        Standings other = new Standings();
        Promotions again = world.promotions(other);
        world.published.clear();
        for (Event event : honest) {
            if (event instanceof PromotionDecided decided) {
                EvaluationCompleted evaluation = world.standings
                        .find(Objects.requireNonNull(decided.candidate()))
                        .orElseThrow();
                EvaluationCompleted changed = withTestScore(evaluation, 0.99, 0.01);
                other.on(changed);
                again.decide(changed);
            }
        }

        assertThat(world.decisions())
                .extracting(PromotionDecided::inputs, PromotionDecided::verdict, PromotionDecided::reasons)
                .isEqualTo(honest.stream()
                        .filter(PromotionDecided.class::isInstance)
                        .map(PromotionDecided.class::cast)
                        .map(d -> org.assertj.core.groups.Tuple.tuple(d.inputs(), d.verdict(), d.reasons()))
                        .toList());
    }

    private static EvaluationCompleted withTestScore(EvaluationCompleted from, double accuracy, double likelihood) {
        return new EvaluationCompleted(
                from.run(),
                from.role(),
                from.arm(),
                from.step(),
                from.last(),
                from.checkpoint(),
                from.modelVersion(),
                from.network(),
                from.promotable(),
                from.heldOut(),
                new EvaluationCompleted.Score(100, accuracy, likelihood),
                from.parameters(),
                from.multiplyAdds(),
                from.artefactBytes(),
                from.at(),
                from.details(),
                from.precision());
    }

    /** The fault: another seed, or one image more held out, was enough for a random student to replace a good champion. */
    @Test
    void meetsTheChampionOfAnotherSplitOnTheImagesThatBothHoldOut() throws InterruptedException {
        String experiment = """
                name: third
                seed: 2
                dataset: {source: drawn, trainImages: 200, heldOutImages: 100}
                teacher: {network: resnet20, epochs: 1}
                student: {network: resnet8, epochs: 1}
                """;
        world.begin("third", experiment, "dataset");
        world.evaluated("first", "a", 95, 1);
        world.evaluated("third", "random", 10, 2);

        PromotionDecided decided = world.decisions().getLast();
        DecisionInputs inputs = Objects.requireNonNull(decided.inputs());
        assertThat(decided.verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(inputs.sameImages()).isFalse();
        assertThat(inputs.evidenceOrNone().commonImages()).isBetween(30L, 70L);
        assertThat(Objects.requireNonNull(inputs.table()).images())
                .isEqualTo(Objects.requireNonNull(inputs.evidenceOrNone().commonImages())
                        .intValue());
        assertThat(world.moves()).containsExactly(version("a"));
    }

    @Test
    void leavesAChampionOfAnotherDataset() throws InterruptedException {
        world.begin("third", PromotionWorld.EXPERIMENT.formatted("third"), "other dataset");
        world.evaluated("first", "a", 50, 1);
        world.evaluated("third", "b", 99, 2);

        assertThat(world.decisions().getLast().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(world.decisions().getLast().reasons()).first().asString().contains("no held-out image is common");
    }

    @Test
    void leavesAChampionThatTheLogHoldsNoEvaluationOf() throws InterruptedException {
        world.standings.on(new ModelPromoted("champion", version("lost"), null, "first", "distilled", "why", START));
        world.evaluated("first", "b", 99, 2);

        assertThat(world.moves()).isEmpty();
        assertThat(world.decisions().getLast().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    /** The anchor is "a": "b" and "c" were merely not worse than the one before. */
    @Test
    void comparesWithTheAnchorAsWellSoThatMarginsDoNotAddUp() throws InterruptedException {
        String experiment = PromotionWorld.EXPERIMENT.formatted("third")
                + "promotion: {rule: not-worse, marginPoints: 10, gains: []}";
        world.begin("third", experiment, "dataset");
        world.evaluated("third", "a", 90, 1);
        world.evaluated("third", "b", 87, 2);
        world.evaluated("third", "c", 84, 3);

        assertThat(world.moves()).containsExactly(version("a"), version("b"));
        DecisionInputs inputs =
                Objects.requireNonNull(world.decisions().getLast().inputs());
        assertThat(Objects.requireNonNull(inputs.evidenceOrNone().anchor()).modelVersion())
                .isEqualTo(version("a"));
        assertThat(world.standings.anchorOf(version("b"))).isEqualTo(version("a"));
    }
}
