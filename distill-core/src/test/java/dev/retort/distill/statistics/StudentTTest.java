package dev.retort.distill.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTTest {
    /** Critical values of the usual table. */
    @ParameterizedTest
    @CsvSource({
        "12.7062047, 1, 0.05",
        "2.77644511, 4, 0.05",
        "4.60409487, 4, 0.01",
        "2.26215716, 9, 0.05",
        "1.98421695, 99, 0.05"
    })
    void agreesWithTheTable(double t, int freedom, double p) {
        assertThat(StudentT.twoSided(t, freedom)).isCloseTo(p, within(1e-8));
        assertThat(StudentT.twoSided(-t, freedom)).isCloseTo(p, within(1e-8));
    }

    /** One degree: 1 - 2/π·arctan t; two: 1 - t / sqrt(2 + t²). */
    @ParameterizedTest
    @CsvSource({"0.01", "0.5", "1", "3", "40"})
    void agreesWithWhatIsKnownInClosedForm(double t) {
        assertThat(StudentT.twoSided(t, 1)).isCloseTo(1 - 2 / Math.PI * Math.atan(t), within(1e-12));
        assertThat(StudentT.twoSided(t, 2)).isCloseTo(1 - t / Math.sqrt(2 + t * t), within(1e-12));
    }

    @Test
    void isOneAtZeroAndZeroAtInfinity() {
        assertThat(StudentT.twoSided(0, 4)).isEqualTo(1);
        assertThat(StudentT.twoSided(Double.POSITIVE_INFINITY, 4)).isZero();
        assertThatThrownBy(() -> StudentT.twoSided(1, 0)).hasMessageContaining("0");
    }
}
