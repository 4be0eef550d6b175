package dev.retort.eval.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.Digest;
import dev.retort.distill.drift.AnswerDistribution;
import dev.retort.eval.Evaluations;
import dev.retort.eval.domain.DriftNotice.Statistic;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftWatchTest {
    private static final Digest CHAMPION = Evaluations.version("champion");
    private static final DriftBounds BOUNDS = new DriftBounds(200, 100, 0.25, 1e-6, 0.5, 0.2);

    private final Random random = new Random(11);
    private DriftWatch watch = DriftWatch.against(CHAMPION, reference(), BOUNDS);
    private int images;

    @Test
    void isQuietWhileAnswersAreAsTheyWere() {
        answers(400, 1);

        assertThat(watch.notices()).isEmpty();
        assertThat(watch.drift()).isPresent();
        assertThat(watch.images()).isEqualTo(200);
    }

    @Test
    void saysNothingBeforeThereIsEnough() {
        answers(99, 3);
        assertThat(watch.drift()).isEmpty();
        assertThat(watch.notices()).isEmpty();

        answers(1, 3);
        assertThat(watch.drift()).isPresent();
    }

    @Test
    void tellsOfADriftOnceAndAgainOnlyAfterItHasGone() {
        answers(200, 3);
        assertThat(watch.notices())
                .extracting(DriftNotice::statistic)
                .containsExactly(Statistic.STABILITY_INDEX, Statistic.CONFIDENCE);
        answers(50, 3);
        assertThat(watch.notices()).isEmpty();

        answers(200, 1);
        assertThat(watch.notices()).as("back, for the first time").isEmpty();
        answers(100, 1);
        assertThat(watch.notices()).as("for as many as are compared at least").isEmpty();
        answers(200, 3);
        assertThat(watch.notices()).hasSize(2);
    }

    /** Much traffic: each look finds another window. */
    @Test
    void tellsOnceOfOneThatIsBackForASingleLook() {
        answers(200, 3);
        assertThat(watch.notices()).hasSize(2);
        answers(200, 1);
        assertThat(watch.notices()).isEmpty();
        answers(200, 3);
        assertThat(watch.notices()).isEmpty();
    }

    /** Told in a former life, of a champion whose first answers are the reference: these are compared with nothing. */
    @Test
    void countsNoAnswersOfTheReferenceForOneThatIsBack() {
        watch = DriftWatch.againstItsFirst(CHAMPION, 10, BOUNDS);
        watch.knows(Statistic.STABILITY_INDEX);
        answers(200, 1);
        answers(100, 1);
        assertThat(watch.notices()).isEmpty();
        answers(200, 3);

        assertThat(watch.notices()).extracting(DriftNotice::statistic).containsExactly(Statistic.CONFIDENCE);
    }

    /** A statistic about its threshold: each image that comes puts it on the other side. */
    @Test
    void tellsOnceOfOneThatFlaps() {
        watch = DriftWatch.against(CHAMPION, reference(), new DriftBounds(1000, 100, 0.25, 0, 0, 0));
        int told = 0;
        int crossings = 0;
        boolean beyond = false;
        for (int i = 0; i < 400; i++) {
            answers(1, beyond ? 1 : 3);
            if (watch.drift().isPresent()) {
                boolean now = watch.drift().orElseThrow().stabilityIndex() > 0.25;
                crossings += now == beyond ? 0 : 1;
                beyond = now;
            }
            told += watch.notices().size();
        }

        assertThat(crossings).isGreaterThan(10);
        assertThat(told).isEqualTo(1);
    }

    @Test
    void doesNotTellOfWhatTheLogKnows() {
        watch.knows(Statistic.STABILITY_INDEX);
        answers(200, 3);

        assertThat(watch.notices()).extracting(DriftNotice::statistic).containsExactly(Statistic.CONFIDENCE);
    }

    @Test
    void namesValueAndThreshold() {
        answers(200, 3);

        DriftNotice notice = watch.notices().getFirst();
        assertThat(notice.threshold()).isEqualTo(0.25);
        assertThat(notice.value()).isEqualTo(watch.drift().orElseThrow().stabilityIndex());
    }

    @Test
    void passesOverAnswersOfOtherVersionsAndOfUnknownClasses() {
        for (int i = 0; i < 300; i++) {
            watch.saw(new SeenAnswer.OfStudent(content(i), Evaluations.version("another"), 0, 0.9));
            watch.saw(new SeenAnswer.OfStudent(content(i), CHAMPION, 10, 0.9));
        }

        assertThat(watch.images()).isZero();
    }

    /** As the gateway sampled it, and as a client sent it on. */
    @Test
    void countsAnImageOnceThatComesByTwoWays() {
        for (int i = 0; i < 150; i++) {
            watch.saw(said(i, i % 10));
            watch.saw(said(i, i % 10));
        }

        assertThat(watch.images()).isEqualTo(150);
    }

    @Test
    void countsAnImageAgainOnceItHasLeftTheWindow() {
        watch = DriftWatch.against(CHAMPION, reference(), new DriftBounds(3, 1, 0.25, 1e-6, 0.5, 0.2));
        watch.saw(said(0, 0));
        watch.saw(said(1, 1));
        watch.saw(said(2, 1));
        watch.saw(said(3, 1));
        double before = watch.drift().orElseThrow().stabilityIndex();

        watch.saw(said(1, 0));
        assertThat(watch.drift().orElseThrow().stabilityIndex()).isEqualTo(before);
        watch.saw(said(0, 0));
        assertThat(watch.drift().orElseThrow().stabilityIndex()).isNotEqualTo(before);
    }

    private static SeenAnswer said(int image, int answer) {
        return new SeenAnswer.OfStudent(content(image), CHAMPION, answer, 0.9);
    }

    @Test
    void comparesWithItsFirstAnswersWhereThereIsNothingElse() {
        watch = DriftWatch.againstItsFirst(CHAMPION, 10, BOUNDS);
        answers(199, 3);
        assertThat(watch.hasReference()).isFalse();
        assertThat(watch.images()).isZero();
        answers(1, 3);
        assertThat(watch.hasReference()).isTrue();

        answers(200, 3);
        assertThat(watch.drift()).isPresent();
        assertThat(watch.notices()).isEmpty();
        answers(200, 1);
        assertThat(watch.notices()).hasSize(2);
    }

    /** Whichever of the two comes first. */
    @Test
    void pairsTheAnswersOfTeacherAndStudentToOneImage() {
        for (int i = 0; i < 200; i++) {
            SeenAnswer student = new SeenAnswer.OfStudent(content(i), CHAMPION, i % 10, 0.9);
            SeenAnswer teacher = new SeenAnswer.OfTeacher(content(i), i % 5 == 0 ? i % 10 : 9);
            watch.saw(i % 2 == 0 ? student : teacher);
            watch.saw(i % 2 == 0 ? teacher : student);
            watch.saw(new SeenAnswer.OfTeacher(content(1000 + i), 0));
        }

        assertThat(watch.agreement().orElseThrow().share()).hasValueCloseTo(0.3, within(1e-9));
        assertThat(watch.notices()).extracting(DriftNotice::statistic).contains(Statistic.AGREEMENT);
    }

    /** Two classes of ten that nobody looks at weigh little over all. */
    @Test
    void tellsOfAClassThatTheStudentHasLostThoughItKnowsTheOthers() {
        for (int i = 0; i < 200; i++) {
            int teacher = i % 5;
            watch.saw(new SeenAnswer.OfStudent(content(i), CHAMPION, teacher == 0 && i > 25 ? 9 : teacher, 0.9));
            watch.saw(new SeenAnswer.OfTeacher(content(i), teacher));
        }

        assertThat(watch.agreement().orElseThrow().share().orElseThrow()).isGreaterThan(0.8);
        assertThat(watch.notices())
                .extracting(DriftNotice::statistic)
                .contains(Statistic.CLASS_AGREEMENT)
                .doesNotContain(Statistic.AGREEMENT);
    }

    private void answers(int count, double power) {
        for (int i = 0; i < count; i++) {
            int answer = (int) (10 * Math.pow(random.nextDouble(), power));
            double confidence = Math.pow(random.nextDouble(), power);
            watch.saw(new SeenAnswer.OfStudent(content(100_000 + images++), CHAMPION, answer, confidence));
        }
    }

    private static Digest content(int image) {
        return Evaluations.digest("image " + image);
    }

    private AnswerDistribution reference() {
        int[] answers = IntStream.range(0, 500).map(_ -> random.nextInt(10)).toArray();
        double[] confidences = random.doubles(500).toArray();
        return AnswerDistribution.of(10, answers, confidences);
    }
}
