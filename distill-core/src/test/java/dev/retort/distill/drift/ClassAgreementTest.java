package dev.retort.distill.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassAgreementTest {
    private final ClassAgreement agreement = new ClassAgreement(3);

    @Test
    void countsByWhatTheTeacherSays() {
        agreement.add(0, 0);
        agreement.add(0, 1);
        agreement.add(0, 1);
        agreement.add(0, 2);
        agreement.add(1, 1);

        assertThat(agreement.share(0)).hasValue(0.25);
        assertThat(agreement.share(1)).hasValue(1);
        assertThat(agreement.share()).hasValue(0.4);
    }

    @Test
    void knowsNothingOfAClassThatTheTeacherNeverNamed() {
        assertThat(agreement.share()).isEmpty();

        agreement.add(0, 2);

        assertThat(agreement.share(2)).isEmpty();
    }

    @Test
    void findsTheClassThatTheStudentKnowsLeastAmongThoseOfEnoughImages() {
        agreement.add(0, 0);
        agreement.add(0, 1);
        agreement.add(0, 1);
        agreement.add(1, 1);
        agreement.add(1, 2);
        agreement.add(2, 0);

        assertThat(agreement.leastShare(1)).hasValue(0);
        assertThat(agreement.leastShare(2)).hasValueCloseTo(1.0 / 3, within(1e-9));
        assertThat(agreement.leastShare(4)).isEmpty();
        assertThat(agreement.leastShare(0)).hasValue(0);
    }

    @Test
    void forgetsTheOldestPairOfAWindow() {
        SlidingAgreement window = new SlidingAgreement(3, 2);
        window.add(0, 1);
        window.add(1, 1);
        window.add(2, 2);

        assertThat(window.agreement().share()).hasValue(1);
        assertThat(window.agreement().share(0)).isEmpty();
        assertThat(window.size()).isEqualTo(2);
    }

    @Test
    void takesNoAnswerBeyondItsClasses() {
        assertThatIllegalArgumentException().isThrownBy(() -> agreement.add(0, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> agreement.add(-1, 0));
    }
}
