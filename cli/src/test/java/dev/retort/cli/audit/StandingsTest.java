package dev.retort.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.contracts.Json;
import org.junit.jupiter.api.Test;

class StandingsTest {
    private static final String VERSION = """
            {"rank": 1, "modelVersion": "abcdef0123456789", "champion": true, "arm": "distilled", "step": 216,
             "network": "resnet8", "run": "r", "heldOut": {"accuracy": 0.84}, "test": {"accuracy": 0.8},
             "artefactBytes": 316000%s}
            """;
    private static final String DETAILS = """
            , "details": {"heldOut": {"accuracyLow": 0.8, "accuracyHigh": 0.87, "calibrationError": 0.05},
             "blessing": {"p50Milliseconds": 0.25, "p99Milliseconds": 1.5}}
            """;

    private static JsonNode json(String text) throws Exception {
        return Json.MAPPER.readTree(text);
    }

    @Test
    void showsAVersionALine() throws Exception {
        assertThat(Standings.of(json("[" + VERSION.formatted(DETAILS) + "]"), "accuracy"))
                .contains("*  1  abcdef012345   84.00 % ± 3.5   80.00 %", "5.00 %", "0.25", "1.50", "316");
    }

    @Test
    void showsAVersionThatWasScoredBeforeThereWereDetails() throws Exception {
        assertThat(Standings.of(json("[" + VERSION.formatted("") + "]"), "accuracy"))
                .contains("84.00 %", " - ");
    }

    @Test
    void showsTheFigureThatItIsSortedByWhereNoColumnHasIt() throws Exception {
        String calibrated =
                DETAILS.replace("\"calibrationError\"", "\"calibratedError\": 0.0125, \"calibrationError\"");

        assertThat(Standings.of(json("[" + VERSION.formatted(calibrated) + "]"), "calibrated"))
                .contains("run; calibrated", ", r; 0.0125");
        assertThat(Standings.of(json("[" + VERSION.formatted("") + "]"), "calibrated"))
                .endsWith(", r; -");
    }

    @Test
    void showsHowSureThatFigureIsWhereTheRecordSays() throws Exception {
        String sure = DETAILS.replace(
                "\"calibrationError\"",
                "\"brierScore\": 0.25, \"intervals\": {\"brierScore\": {\"low\": 0.2, \"high\": 0.3}}, \"calibrationError\"");

        assertThat(Standings.of(json("[" + VERSION.formatted(sure) + "]"), "brier"))
                .endsWith(", r; 0.2500 (0.2000 to 0.3000)");
    }

    @Test
    void putsTwoSideBySideAndSaysWhereTheyCannotBe() throws Exception {
        String pairing = """
                {"table": {"bothRight": 60, "onlyCandidate": 20, "onlyChampion": 5, "bothWrong": 15}, "difference": 0.15,
                 "interval": {"low": 0.05, "high": 0.25}, "agreement": 0.75, "kappa": 0.7}
                """;
        String text = Standings.sideBySide(json("{\"a\": %s, \"b\": %s, \"heldOut\": %s}"
                .formatted(VERSION.formatted(DETAILS), VERSION.formatted(""), pairing)));

        assertThat(text)
                .contains("only the first 20, only the second 5", "+15.00 points", "+5.00 to +25.00", "75.00 %")
                .contains("test split: not the same images");
    }
}
