package dev.retort.distill.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AgreementTest {
    @Test
    void isTheShareOfEqualAnswers() {
        assertThat(Agreement.share(new int[] {0, 1, 2, 2}, new int[] {0, 1, 1, 0}))
                .isEqualTo(0.5);
    }

    /** By hand: share ¾; chance = ½·¼ + ¼·½ + ¼·¼ = 5/16; (¾ - 5/16) / (1 - 5/16) = 7/11. scikit-learn agrees. */
    @Test
    void takesChanceOutOfKappa() {
        assertThat(Agreement.kappa(new int[] {0, 0, 1, 2}, new int[] {0, 1, 1, 2}, 3))
                .isCloseTo(0.6363636363636364, within(1e-12));
    }

    @Test
    void isSymmetricAndDoesNotCareForTheNamesOfClasses() {
        Random random = new Random(4);
        int[] one = random.ints(500, 0, 7).toArray();
        int[] other = random.ints(500, 0, 7).toArray();
        int[] oneRenamed = Arrays.stream(one).map(c -> (c + 3) % 7).toArray();
        int[] otherRenamed = Arrays.stream(other).map(c -> (c + 3) % 7).toArray();

        double kappa = Agreement.kappa(one, other, 7);
        assertThat(Agreement.kappa(other, one, 7)).isCloseTo(kappa, within(1e-12));
        assertThat(Agreement.kappa(oneRenamed, otherRenamed, 7)).isCloseTo(kappa, within(1e-12));
        assertThat(kappa).isBetween(-0.2, 0.2);
        assertThat(Agreement.kappa(one, one, 7)).isEqualTo(1);
    }

    @Test
    void comparesOnlyAnswersToTheSameImages() {
        assertThatIllegalArgumentException().isThrownBy(() -> Agreement.share(new int[2], new int[3]));
    }
}
