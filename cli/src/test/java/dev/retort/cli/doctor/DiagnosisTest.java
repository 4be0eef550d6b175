package dev.retort.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.cli.doctor.Finding.Level;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final long GIB = 1L << 30;

    @Test
    void findsNothingWrongWithAGoodMachine() {
        Machine good = new Machine(
                25,
                Optional.of("Apache Maven 3.9.11 (abc)"),
                8,
                16 * GIB,
                100 * GIB,
                true,
                true,
                true,
                Optional.empty());

        assertThat(Diagnosis.of(good, 8080, true)).allMatch(finding -> finding.level() == Level.OK);
    }

    @Test
    void saysWhatToDoAboutEachThingThatIsMissing() {
        Machine bad = new Machine(17, Optional.empty(), 1, GIB, GIB, true, false, false, Optional.empty());

        List<Finding> findings = Diagnosis.of(bad, 8080, false);

        assertThat(findings)
                .filteredOn(finding -> finding.level() == Level.FAIL)
                .extracting(Finding::subject)
                .containsExactly("JDK", "Maven", "Memory", "Disk");
        assertThat(findings)
                .filteredOn(finding -> finding.level() != Level.OK)
                .noneMatch(finding -> finding.advice().isEmpty());
    }

    @Test
    void takesMaven4AndRefusesMaven36() {
        assertThat(maven("Apache Maven 4.0.0-rc-4")).isEqualTo(Level.OK);
        assertThat(maven("Apache Maven 3.8.7")).isEqualTo(Level.OK);
        assertThat(maven("Apache Maven 3.6.3")).isEqualTo(Level.FAIL);
    }

    private static Level maven(String line) {
        Machine machine = new Machine(
                25, Optional.of(line), 8, 16 * GIB, 100 * GIB, false, false, false, Optional.of("Docker 28"));
        return Diagnosis.of(machine, 8080, true).stream()
                .filter(finding -> finding.subject().equals("Maven"))
                .map(Finding::level)
                .findFirst()
                .orElseThrow();
    }
}
