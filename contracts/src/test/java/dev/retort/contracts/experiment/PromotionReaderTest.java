package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.retort.contracts.JsonRecords;
import dev.retort.contracts.experiment.Comparison.Gain;
import dev.retort.contracts.experiment.Comparison.Rule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromotionReaderTest {
    private static final String EXPERIMENT = """
            name: policy
            dataset: {source: drawn}
            teacher: {network: resnet20, epochs: 1}
            student: {network: resnet8, epochs: 1}
            """;

    private static PromotionPolicy policy(String section) throws InvalidExperimentException {
        return ExperimentReader.read(EXPERIMENT + section).promotion();
    }

    @Test
    void readsWhatWasWrittenBeforeThereWasAChoice() throws InvalidExperimentException {
        PromotionPolicy policy = policy("promotion: {minimumAccuracy: 0.5, minimumImprovement: 0.01}");

        assertThat(policy).isEqualTo(new PromotionPolicy(0.5, 0.01));
        assertThat(policy.comparisonOrStandard()).isEqualTo(Comparison.STANDARD);
        assertThat(policy("")).isEqualTo(new PromotionPolicy(0, 0));
    }

    /** A run is named by the digest of its experiment: one that says nothing new keeps its name. */
    @Test
    void leavesTheNamesOfRunsAsTheyWere() throws InvalidExperimentException {
        String spelledOut = "promotion: {rule: better, level: 0.05, minimumAccuracy: 0, minimumImprovement: 0}";

        for (String section : List.of("", spelledOut)) {
            assertThat(new String(JsonRecords.encode(policy(section)), StandardCharsets.UTF_8))
                    .isEqualTo("{\"minimumAccuracy\":0.0,\"minimumImprovement\":0.0}");
        }
    }

    @Test
    void readsEveryKey() throws InvalidExperimentException {
        PromotionPolicy policy = policy("""
                promotion:
                  rule: not-worse
                  level: 0.01
                  marginPoints: 0.5
                  gains: [faster, better-calibrated]
                  minimumAccuracy: 0.8
                  minimumRecall: 0.6
                  maximumCalibrationError: 0.1
                  maximumP99Milliseconds: 5
                  maximumArtefactBytes: 2_000_000
                  maximumLogitDifference: 0.5
                  minimumEqualAnswers: 0.95
                  maximumInt8LogitDifference: 2
                  minimumInt8EqualAnswers: 0.9
                  maximumMemoryBytes: 50_000_000
                """);

        assertThat(policy)
                .isEqualTo(new PromotionPolicy(
                        0.8,
                        0,
                        new Comparison(Rule.NOT_WORSE, 0.01, 0.5, List.of(Gain.FASTER, Gain.BETTER_CALIBRATED)),
                        new Bounds(0.6, 0.1, 5.0, 2_000_000L, 0.5, 0.95, 2.0, 0.9, 50_000_000L)));
    }

    @Test
    void readsWhatBecomesOfAChampionThatCannotBeCompared() throws InvalidExperimentException {
        assertThat(policy("promotion: {otherImages: replace}").replacesWithoutComparison())
                .isTrue();
        assertThat(policy("promotion: {otherImages: keep}")).isEqualTo(new PromotionPolicy(0, 0));
        assertThatExceptionOfType(InvalidExperimentException.class)
                .isThrownBy(() -> policy("promotion: {otherImages: ignore}"))
                .withMessageContaining("promotion.otherImages: 'ignore' is not allowed: one of keep, replace");
    }

    @Test
    void asksForNoGainWhereTheListIsEmpty() throws InvalidExperimentException {
        Comparison comparison =
                policy("promotion: {rule: not-worse, gains: []}").comparisonOrStandard();

        assertThat(comparison.rule()).isEqualTo(Rule.NOT_WORSE);
        assertThat(comparison.gains()).isEmpty();
    }

    @Test
    void namesLineKeyAndWhatIsAllowed() {
        assertThatExceptionOfType(InvalidExperimentException.class)
                .isThrownBy(() -> policy("""
                        promotion:
                          rule: luckier
                          level: 1
                          minimumRecall: 2
                          maximumArtefactBytes: 0
                        """))
                .withMessageContaining("line 6, promotion.rule: 'luckier' is not allowed: one of better, not-worse")
                .withMessageContaining("line 7, promotion.level")
                .withMessageContaining("line 8, promotion.minimumRecall")
                .withMessageContaining("line 9, promotion.maximumArtefactBytes");
    }

    @Test
    void refusesGainsThatDoNotExistAndKeysOfTheOtherRule() {
        assertThatExceptionOfType(InvalidExperimentException.class)
                .isThrownBy(() -> policy("promotion: {rule: not-worse, gains: [prettier]}"))
                .withMessageContaining("better-calibrated, faster, smaller");
        assertThatExceptionOfType(InvalidExperimentException.class)
                .isThrownBy(() -> policy("promotion: {marginPoints: 2}"))
                .withMessageContaining("not-worse");
        assertThatExceptionOfType(InvalidExperimentException.class)
                .isThrownBy(() -> policy("promotion: {rule: not-worse, minimumImprovement: 0.1}"))
                .withMessageContaining("minimumImprovement");
    }
}
