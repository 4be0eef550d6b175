package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.answers;
import static dev.retort.eval.Evaluations.details;
import static dev.retort.eval.Evaluations.digest;
import static dev.retort.eval.Evaluations.evaluation;
import static dev.retort.eval.Evaluations.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.EventCodec;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.score.Predictions;
import dev.retort.eval.TestConfig;
import dev.retort.eval.domain.PromotionDecision;
import dev.retort.eval.domain.PromotionRule;
import dev.retort.eval.domain.RecentAnswers;
import dev.retort.eval.domain.Standings;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.StoreUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromotionsTest {
    private static final String EXPERIMENT = """
            name: %s
            dataset: {source: drawn, trainImages: 200, heldOutImages: 100}
            teacher: {network: resnet20, epochs: 1}
            student: {network: resnet8, epochs: 1}
            """;

    private final Standings standings = new Standings();
    private final Runs runs = new Runs();
    private final List<Event> published = new ArrayList<>();
    private final Map<Digest, Predictions> store = new HashMap<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Promotions promotions = promotions(standings);
    private int storeIsAway;
    private @Nullable Digest unreadable;

    private Promotions promotions(Standings fold) {
        return promotions(fold, (candidate, champion) -> Optional.empty());
    }

    private Promotions promotions(Standings fold, RecentAnswers recent) {
        return new Promotions(
                fold,
                new Candidacies(fold, runs, meetings(fold), recent),
                new PatientPublisher(published::add, new TestConfig()),
                metrics,
                new TestConfig(),
                "test");
    }

    private Meetings meetings(Standings fold) {
        return new Meetings(
                fold,
                runs,
                this::find,
                split -> Optional.of(
                        HeldOutSplit.of(200, split.images(), split.splitSeed()).heldOut()),
                (candidate, champion) -> Optional.empty());
    }

    private Optional<Predictions> find(Digest predictions) {
        if (storeIsAway-- > 0) {
            throw new StoreUnavailableException("away");
        }
        if (predictions.equals(unreadable)) {
            throw new IllegalArgumentException("held-out.bin: 3 bytes are not 100 images");
        }
        return Optional.ofNullable(store.get(predictions));
    }

    @BeforeEach
    void twoRunsOnOneDataset() {
        for (String run : List.of("first", "second")) {
            String experiment = EXPERIMENT.formatted(run) + "promotion: {minimumAccuracy: 0.3}";
            runs.on(new StartRun(run, experiment, "test", START));
            runs.on(new TeacherTrained(run, digest("dataset"), digest("teacher"), "resnet20", START));
        }
    }

    /** Scored with so many of 100 images right, and decided on. */
    private EvaluationCompleted evaluated(String run, String name, int right, int second) throws InterruptedException {
        EvaluationCompleted evaluation = evaluation(run, name, right / 100.0, second);
        store.put(details(name).predictions(), answers(right));
        standings.on(evaluation);
        promotions.decideWhenPossible(evaluation);
        return evaluation;
    }

    private Promote promote(String name) {
        return new Promote("champion", version(name), "because", "anna", START.plusSeconds(100));
    }

    private List<Digest> moves() {
        return published.stream()
                .filter(PromotionEvent.class::isInstance)
                .map(event -> ((PromotionEvent) event).modelVersion())
                .toList();
    }

    private List<PromotionDecided> decisions() {
        return published.stream()
                .filter(PromotionDecided.class::isInstance)
                .map(PromotionDecided.class::cast)
                .toList();
    }

    @Test
    void promotesOnlyWhatIsShownToBeatTheChampionOfAnotherRunOnTheSameImages() throws InterruptedException {
        evaluated("first", "a", 50, 1);
        evaluated("second", "b", 52, 2);
        evaluated("second", "c", 70, 3);

        assertThat(moves()).containsExactly(version("a"), version("c"));
        assertThat(decisions())
                .extracting(PromotionDecided::verdict)
                .containsExactly(Verdict.PROMOTED, Verdict.INCONCLUSIVE, Verdict.PROMOTED);
        assertThat(((ModelPromoted) published.getLast()).previous()).isEqualTo(version("a"));
    }

    @Test
    void replacesAnEarlyCheckpointByTheClearlyBetterLastOneOfItsRun() throws InterruptedException {
        evaluated("first", "early", 49, 1);
        evaluated("first", "final", 84, 2);

        assertThat(moves()).containsExactly(version("early"), version("final"));
    }

    @Test
    void decidesOnceOnEachCandidate() throws InterruptedException {
        EvaluationCompleted champion = evaluated("first", "a", 50, 1);
        EvaluationCompleted worse = evaluated("first", "b", 40, 2);
        promotions.decide(champion);
        promotions.decide(worse);

        assertThat(decisions()).hasSize(2);
        assertThat(moves()).hasSize(1);
    }

    @Test
    void writesARecordThatTheDecisionCanBeComputedFromAlone() throws Exception {
        evaluated("first", "a", 50, 1);
        evaluated("first", "b", 55, 2);
        evaluated("second", "c", 80, 3);
        evaluated("second", "d", 20, 4);

        EventCodec codec = new EventCodec("test");
        for (PromotionDecided decided : decisions()) {
            Message message = codec.encode(decided);
            PromotionDecided read = (PromotionDecided) codec.decode(message.headers(), message.value());
            DecisionInputs inputs = Objects.requireNonNull(read.inputs());
            PromotionDecision again = PromotionRule.decide(inputs);

            assertThat(read).isEqualTo(decided);
            assertThat(again.verdict()).isEqualTo(read.verdict());
            assertThat(again.reasons()).isEqualTo(read.reasons());
            assertThat(again.test()).isEqualTo(read.test());
        }
        assertThat(decisions()).hasSize(4);
    }

    @Test
    void countsTheComparisonsWithAChampionAndBeginsAnewWithTheNext() throws InterruptedException {
        evaluated("first", "a", 50, 1);
        evaluated("first", "b", 51, 2);
        evaluated("first", "c", 52, 3);
        evaluated("first", "d", 80, 4);
        evaluated("first", "e", 80, 5);

        assertThat(decisions())
                .extracting(
                        decision -> Objects.requireNonNull(decision.inputs()).attempt())
                .containsExactly(1, 1, 2, 3, 1);
    }

    @Test
    void goesOnCountingWhenAChampionComesBack() throws InterruptedException {
        evaluated("first", "a", 50, 1);
        evaluated("first", "b", 80, 2);
        promotions.execute(new RollBack("champion", "it is worse", "anna", START.plusSeconds(100)));
        evaluated("first", "c", 52, 3);

        assertThat(Objects.requireNonNull(decisions().getLast().inputs()).attempt())
                .isEqualTo(2);
    }

    @Test
    void changesNoDecisionWhenTestLabelsChange() throws InterruptedException {
        evaluated("first", "a", 50, 1);
        evaluated("first", "b", 75, 2);
        List<Event> honest = List.copyOf(published);
        Standings other = new Standings();
        Promotions again = promotions(other);
        published.clear();
        for (Event event : honest) {
            if (event instanceof PromotionDecided decided) {
                EvaluationCompleted evaluation = standings
                        .find(Objects.requireNonNull(decided.candidate()))
                        .orElseThrow();
                EvaluationCompleted changed = withTestScore(evaluation, 0.99, 0.01);
                other.on(changed);
                again.decide(changed);
            }
        }

        assertThat(decisions())
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

    @Test
    void waitsForAStoreThatIsAwayAndDecidesThen() throws InterruptedException {
        evaluated("first", "a", 50, 1);
        storeIsAway = 3;
        evaluated("first", "b", 80, 2);

        assertThat(moves()).containsExactly(version("a"), version("b"));
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
        runs.on(new StartRun("third", experiment, "test", START));
        runs.on(new TeacherTrained("third", digest("dataset"), digest("teacher"), "resnet20", START));
        evaluated("first", "a", 95, 1);
        evaluated("third", "random", 10, 2);

        PromotionDecided decided = decisions().getLast();
        DecisionInputs inputs = Objects.requireNonNull(decided.inputs());
        assertThat(decided.verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(inputs.sameImages()).isFalse();
        assertThat(inputs.evidenceOrNone().commonImages()).isBetween(30L, 70L);
        assertThat(Objects.requireNonNull(inputs.table()).images())
                .isEqualTo(Objects.requireNonNull(inputs.evidenceOrNone().commonImages())
                        .intValue());
        assertThat(moves()).containsExactly(version("a"));
    }

    @Test
    void leavesAChampionOfAnotherDataset() throws InterruptedException {
        runs.on(new StartRun("third", EXPERIMENT.formatted("third"), "test", START));
        runs.on(new TeacherTrained("third", digest("other dataset"), digest("teacher"), "resnet20", START));
        evaluated("first", "a", 50, 1);
        evaluated("third", "b", 99, 2);

        assertThat(decisions().getLast().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(decisions().getLast().reasons()).first().asString().contains("no held-out image is common");
    }

    @Test
    void leavesAChampionThatTheLogHoldsNoEvaluationOf() throws InterruptedException {
        standings.on(new ModelPromoted("champion", version("lost"), null, "first", "distilled", "why", START));
        evaluated("first", "b", 99, 2);

        assertThat(moves()).isEmpty();
        assertThat(decisions().getLast().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void refusesToPromoteByCommandWhatWasNeverBlessed() throws InterruptedException {
        EvaluationCompleted old = evaluation("first", "old", 0.9, 1);
        standings.on(new EvaluationCompleted(
                old.run(),
                old.role(),
                old.arm(),
                old.step(),
                old.last(),
                old.checkpoint(),
                old.modelVersion(),
                old.network(),
                true,
                old.heldOut(),
                old.test(),
                1,
                1,
                1,
                old.at()));
        promotions.execute(promote("old"));

        assertThat(moves()).isEmpty();
        assertThat(decisions().getLast().reasons()).first().asString().contains("never blessed");
    }

    /** The anchor is "a": "b" and "c" were merely not worse than the one before. */
    @Test
    void comparesWithTheAnchorAsWellSoThatMarginsDoNotAddUp() throws InterruptedException {
        String experiment = EXPERIMENT.formatted("third") + "promotion: {rule: not-worse, marginPoints: 10, gains: []}";
        runs.on(new StartRun("third", experiment, "test", START));
        runs.on(new TeacherTrained("third", digest("dataset"), digest("teacher"), "resnet20", START));
        evaluated("third", "a", 90, 1);
        evaluated("third", "b", 87, 2);
        evaluated("third", "c", 84, 3);

        assertThat(moves()).containsExactly(version("a"), version("b"));
        DecisionInputs inputs = Objects.requireNonNull(decisions().getLast().inputs());
        assertThat(Objects.requireNonNull(inputs.evidenceOrNone().anchor()).modelVersion())
                .isEqualTo(version("a"));
        assertThat(standings.anchorOf(version("b"))).isEqualTo(version("a"));
    }

    /** What a decision rests on may take its time; who wants to roll back must not wait for that. */
    @Test
    void answersACommandWhileADecisionGathersWhatItRestsOnAndGathersAnewThen() throws Exception {
        evaluated("first", "a", 50, 1);
        evaluated("first", "b", 80, 2);
        CountDownLatch gathering = new CountDownLatch(1);
        CountDownLatch commanded = new CountDownLatch(1);
        List<Digest> met = new CopyOnWriteArrayList<>();
        Promotions slow = promotions(standings, (candidate, champion) -> {
            met.add(champion.modelVersion());
            gathering.countDown();
            commanded.await();
            return Optional.empty();
        });
        EvaluationCompleted candidate = evaluation("first", "c", 0.95, 3);
        store.put(details("c").predictions(), answers(95));
        standings.on(candidate);
        Thread deciding = Thread.ofVirtual().start(() -> decide(slow, candidate));
        gathering.await();
        slow.execute(new RollBack("champion", "it is worse", "anna", START.plusSeconds(100)));
        commanded.countDown();
        deciding.join();

        assertThat(met).containsExactly(version("b"), version("a"));
        assertThat(moves()).containsExactly(version("a"), version("b"), version("a"), version("c"));
        assertThat(decisions().getLast().champion()).isEqualTo(version("a"));
    }

    private static void decide(Promotions promotions, EvaluationCompleted candidate) {
        try {
            promotions.decide(candidate);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isInconclusiveWherePredictionsAreLost() throws InterruptedException {
        evaluated("first", "a", 50, 1);
        store.clear();
        for (boolean last : new boolean[] {false, true}) {
            EvaluationCompleted candidate = evaluation("first", "b" + last, 0.9, 2, Role.STUDENT, true, last);
            standings.on(candidate);
            promotions.decide(candidate);

            assertThat(decisions().getLast().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(decisions().getLast().reasons()).first().asString().contains("not kept");
        }
    }

    @Test
    void isInconclusiveWherePredictionsCannotBeRead() throws InterruptedException {
        evaluated("first", "a", 50, 1);
        unreadable = details("b").predictions();
        evaluated("first", "b", 80, 2);

        assertThat(decisions().getLast().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(decisions().getLast().reasons()).first().asString().contains("not kept");
    }

    @Test
    void finishesAtTheNextStartWhatWasDecidedAndNotDone() throws InterruptedException {
        evaluated("first", "a", 50, 1);
        evaluated("first", "b", 80, 2);
        Standings afterTheKill = new Standings();
        afterTheKill.on(evaluation("first", "a", 0.5, 1));
        afterTheKill.on(evaluation("first", "b", 0.8, 2));
        decisions().forEach(afterTheKill::on);
        afterTheKill.on((PromotionEvent) published.get(1));
        ModelPromoted lost = (ModelPromoted) published.getLast();
        published.clear();

        promotions(afterTheKill).finish();
        promotions(afterTheKill).finish();

        assertThat(published).containsExactly(lost);
        assertThat(afterTheKill.undecided()).isEmpty();
    }

    @Test
    void promotesOnCommandWhatThePolicyWouldNotAndRecordsWhy() throws InterruptedException {
        evaluated("first", "a", 50, 1);
        evaluated("first", "b", 10, 2);
        promotions.execute(promote("b"));

        ModelPromoted promoted = (ModelPromoted) published.getLast();
        assertThat(promoted.modelVersion()).isEqualTo(version("b"));
        assertThat(promoted.reason()).contains("anna", "because");
        assertThat(decisions().getLast().requestedBy()).isEqualTo("anna");
        assertThat(decisions().getLast().champion()).isEqualTo(version("a"));
        assertThat(standings.isSettled("champion", "anna", START.plusSeconds(100)))
                .isTrue();
    }

    @Test
    void refusesToPromoteAVersionItDoesNotKnowOrATeacherAndSaysSoOnTheLog() throws InterruptedException {
        EvaluationCompleted teacher = evaluation("first", "teacher", 0.9, 1, Role.TEACHER, false, true);
        standings.on(teacher);
        promotions.execute(promote("nobody"));
        promotions.execute(promote("teacher"));

        assertThat(moves()).isEmpty();
        assertThat(decisions()).extracting(PromotionDecided::verdict).containsOnly(Verdict.REFUSED);
        assertThat(metrics.counter("retort.commands.refused").count()).isEqualTo(2);
    }

    @Test
    void rollsBackOneStepAndNotBetweenTwoVersionsForEver() throws InterruptedException {
        evaluated("first", "a", 50, 1);
        evaluated("first", "b", 80, 2);
        promotions.execute(new RollBack("champion", "it is worse", "anna", START.plusSeconds(100)));
        promotions.execute(new RollBack("champion", "it is worse", "anna", START.plusSeconds(101)));

        assertThat(moves()).containsExactly(version("a"), version("b"), version("a"));
        ModelRolledBack back = (ModelRolledBack) published.get(published.size() - 2);
        assertThat(back.previous()).isEqualTo(version("b"));
        assertThat(decisions().getLast().verdict()).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void refusesToRollBackWhereNothingWasBefore() throws InterruptedException {
        promotions.execute(new RollBack("champion", "it is worse", "anna", START));
        evaluated("first", "a", 50, 1);
        promotions.execute(new RollBack("champion", "it is worse", "anna", START.plusSeconds(9)));

        assertThat(moves()).containsExactly(version("a"));
        assertThat(metrics.counter("retort.commands.refused").count()).isEqualTo(2);
    }

    @Test
    void stampsAPromotionNotBeforeItsCauseWhateverTheClocksSay() throws InterruptedException {
        evaluated("first", "a", 50, 1);
        evaluated("first", "b", 40, 2);
        Instant ahead = Instant.now().plusSeconds(3600);
        promotions.execute(new Promote("champion", version("b"), "because", "anna", ahead));

        assertThat(((ModelPromoted) published.getLast()).at()).isAfterOrEqualTo(ahead);
    }
}
