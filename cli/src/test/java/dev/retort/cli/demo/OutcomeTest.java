package dev.retort.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    @Test
    void comparesWhatWasBeforeTheShiftWithWhatIsAtTheEnd() {
        Outcome outcome = outcome(12, 0.40, 0.42, 0.41, 0.41, 0.70);

        assertThat(outcome.oldBefore()).isCloseTo(0.80, within(1e-12));
        assertThat(outcome.newBefore()).isCloseTo(0.41, within(1e-12));
        assertThat(outcome.newAfter()).isEqualTo(0.70);
        assertThat(outcome.lost()).isCloseTo(0.39, within(1e-12));
    }

    /** Lost are 40 points; half of them are made up at 60, which is so at 15 s, and stays so from 25 s on. */
    @Test
    void hasRecoveredOnceHalfOfTheLossStaysMadeUp() {
        Outcome outcome = outcome(12, 0.40, 0.40, 0.40, 0.61, 0.40, 0.61, 0.72);

        assertThat(outcome.recoverySeconds()).hasValue(25 - 12);
    }

    @Test
    void hasNotRecoveredWhileTooLittleIsMadeUp() {
        assertThat(outcome(12, 0.40, 0.40, 0.40, 0.59, 0.59).recoverySeconds()).isEmpty();
    }

    @Test
    void hasNothingToRecoverWhereNothingIsLost() {
        assertThat(outcome(12, 0.90, 0.90, 0.90, 0.90).recoverySeconds()).isEmpty();
    }

    @Test
    void needsMeasurementsOnBothSides() {
        assertThatIllegalArgumentException().isThrownBy(() -> outcome(12, 0.4, 0.4));
        assertThatIllegalArgumentException().isThrownBy(() -> outcome(-1, 0.4, 0.4, 0.4));
    }

    @Test
    void countsWhatHappenedSinceTheShift() {
        assertThat(outcome(12, 0.4, 0.4, 0.4, 0.4).count(Happening.Kind.PROMOTION))
                .isEqualTo(1);
        assertThat(outcome(12, 0.4, 0.4, 0.4, 0.4).grownBytes()).isEqualTo(3 << 20);
    }

    /** Old accuracy 0.8 throughout; a measurement at 0, 5, 10, … seconds. */
    static Outcome outcome(double shift, double... newAccuracies) {
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i < newAccuracies.length; i++) {
            measurements.add(new Measurement(5 * i, 0.8, newAccuracies[i]));
        }
        return new Outcome(
                measurements,
                shift,
                List.of(
                        new Happening(3, Happening.Kind.PROMOTION, "champion 2"),
                        new Happening(13, Happening.Kind.RETRAINING, "cycle 1"),
                        new Happening(14, Happening.Kind.PROMOTION, "champion 3")),
                1234,
                2,
                400,
                100,
                Map.of("retort.samples", 1L << 20, "retort.soft-targets." + "a".repeat(64), 2L << 20));
    }
}
