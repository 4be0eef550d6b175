package dev.retort.distill.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationCompleted.Score;
import dev.retort.contracts.event.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedStudyTest {
    private static final Digest ANY = Digest.of(new byte[0]);

    private final List<EvaluationCompleted> scores = new ArrayList<>();

    @Test
    void comparesArmsSeedBySeed() {
        add("distilled", "alone", new double[] {0.80, 0.82, 0.81}, new double[] {0.79, 0.80, 0.80});
        scores.add(score("distilled", false, 0.10));

        SeedStudy study = SeedStudy.of(scores, score -> score.test().accuracy());

        // By hand: mean 0.81, deviation 0.01; differences 0.01, 0.02, 0.01.
        assertThat(study.arms()).extracting(Spread::arm).containsExactly("distilled", "alone");
        assertThat(study.arms().getFirst().mean()).isCloseTo(0.81, within(1e-12));
        assertThat(study.arms().getFirst().deviation()).isCloseTo(0.01, within(1e-12));
        PairedSeeds pairs = study.differences().getFirst();
        assertThat(pairs.reference()).isEqualTo("alone");
        assertThat(pairs.meanDifference()).isCloseTo(0.04 / 3, within(1e-12));
        assertThat(pairs.deviation()).isCloseTo(Math.sqrt(1.0 / 3) / 100, within(1e-12));
        // t = 4 with 2 degrees of freedom: 1 - t / sqrt(2 + t²).
        assertThat(pairs.tTest()).isCloseTo(1 - 4 / Math.sqrt(18), within(1e-9));
        assertThat(pairs.signFlips()).as("of 8 ways, all plus and all minus").isEqualTo(2.0 / 8);
    }

    @Test
    void takesTheFirstArmAsReferenceWhereNoneIsABaseline() {
        add("t1", "t4", new double[] {0.80, 0.82}, new double[] {0.79, 0.80});
        scores.replaceAll(score -> score(score.arm(), true, score.test().accuracy()));

        assertThat(SeedStudy.of(scores, score -> score.test().accuracy()).differences())
                .extracting(PairedSeeds::arm, PairedSeeds::reference)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("t4", "t1"));
    }

    @Test
    void hasNothingToSayOfOneSeed() {
        scores.add(score("distilled", true, 0.8));
        scores.add(score("alone", true, 0.7));

        assertThat(SeedStudy.of(scores, score -> score.test().accuracy()).isEmpty())
                .isTrue();
    }

    @Test
    void isSureWhereNothingVaries() {
        assertThat(PairedSeeds.of("a", "b", List.of(0.25, 0.25)).tTest()).isZero();
        assertThat(PairedSeeds.of("a", "b", List.of(0.0, 0.0)).tTest()).isEqualTo(1);
    }

    private void add(String arm, String baseline, double[] figures, double[] others) {
        for (int i = 0; i < figures.length; i++) {
            String number = i == 0 ? "" : "." + (i + 1);
            scores.add(score(arm + number, true, figures[i]));
            scores.add(score(baseline + number, true, others[i]));
        }
    }

    private static EvaluationCompleted score(String arm, boolean last, double accuracy) {
        Score score = new Score(100, accuracy, 1);
        boolean promotable = !arm.startsWith("alone");
        return new EvaluationCompleted(
                "r", Role.STUDENT, arm, 1, last, ANY, ANY, "resnet8", promotable, score, score, 1, 1, 1, Instant.EPOCH);
    }
}
