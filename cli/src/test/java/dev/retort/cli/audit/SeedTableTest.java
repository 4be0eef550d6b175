package dev.retort.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Json;
import dev.retort.distill.statistics.SeedStudy;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedTableTest {
    private static final String STUDY = """
            {"arms": [{"arm": "distilled", "seeds": 5, "mean": 0.8123, "deviation": 0.004},
                      {"arm": "alone", "seeds": 5, "mean": 0.8, "deviation": 0.005}],
             "differences": [{"arm": "distilled", "reference": "alone", "seeds": 5, "meanDifference": 0.0123,
                              "deviation": 0.003, "tTest": 0.0004, "signFlips": 0.0625}]}
            """;

    @Test
    void showsMeansSpreadsAndDifferencesWithTheirChance() throws Exception {
        SeedStudy study = Json.MAPPER.readValue(STUDY, SeedStudy.class);

        assertThat(SeedTable.of(study, study))
                .contains("distilled    5    81.23 ± 0.40 %", "alone        5    80.00 ± 0.50 %")
                .contains(
                        "distilled - alone, test: +1.23 ± 0.30 points, p = < 0.001 (t-test), 0.063 (sign flips, at least");
    }

    @Test
    void saysNothingOfOneSeed() {
        SeedStudy none = new SeedStudy(List.of(), List.of());

        assertThat(SeedTable.of(none, none)).isEmpty();
    }
}
