package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossReaderTest {
    private static final String REST = """
            name: small
            dataset: {source: drawn}
            teacher: {network: resnet8, epochs: 1}
            student: {network: resnet8, epochs: 1}
            arms:
              - name: distilled
            """;

    @Test
    void readsTheLossOfHintonWithoutAKind() throws Exception {
        assertThat(loss("{hardLabelWeight: 0.2, softTargetWeight: 0.8, temperature: 3}"))
                .isEqualTo(new DistillationLoss(0.2, 0.8, 3));
        assertThat(loss("{}")).isEqualTo(new DistillationLoss(0.1, 0.9, 4));
    }

    @Test
    void readsEveryKind() throws Exception {
        assertThat(loss("{kind: kd, standardise: true, softTargetWeight: 9, temperature: 2}"))
                .isEqualTo(new DistillationLoss(0.1, List.of(new SoftTargetLoss.Kd(9, 2, true))));
        assertThat(loss("{kind: dkd, nonTargetClassWeight: 4}"))
                .isEqualTo(new DistillationLoss(1, List.of(new SoftTargetLoss.Dkd(1, 4, false, 1, 4))));
        assertThat(loss("{kind: dist, hardLabelWeight: 0.5, intraClassWeight: 1}"))
                .isEqualTo(new DistillationLoss(0.5, List.of(new SoftTargetLoss.Dist(1, 4, 2, 1))));
    }

    @Test
    void readsASumOfTerms() throws Exception {
        DistillationLoss loss =
                loss("{hardLabelWeight: 0.5, terms: [{softTargetWeight: 0.3}, {kind: dist, temperature: 1}]}");

        assertThat(loss)
                .isEqualTo(new DistillationLoss(
                        0.5, List.of(new SoftTargetLoss.Kd(0.3, 4, false), new SoftTargetLoss.Dist(1, 1, 2, 2))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {kind: kdd}                                 | loss.kind                   | one of dist, dkd, kd
                    {nonTargetClassWeight: 8}                   | loss.nonTargetClassWeight   | unknown key
                    {kind: dist, standardise: true}             | loss.standardise            | unknown key
                    {terms: [{}], softTargetWeight: 1}          | loss.softTargetWeight       | unknown key
                    {terms: [{kind: dkd, alpha: 1}]}            | loss.terms[0].alpha         | unknown key
                    {kind: dkd, targetClassWeight: -1}          | loss.targetClassWeight      | out of range
                    {temperature: 0}                            | loss.temperature            | out of range
                    {hardLabelWeight: 0, softTargetWeight: 0}   | loss                        | nothing is left to minimise
                    {hardLabelWeight: 0, terms: []}             | loss                        | nothing is left to minimise
                    """)
    void namesTheLineAndKeyOfWhatIsWrong(String loss, String key, String message) {
        InvalidExperimentException refused = catchThrowableOfType(InvalidExperimentException.class, () -> loss(loss));

        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(7);
            assertThat(problem.key()).isEqualTo("arms[0]." + key);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void smoothsTheLabelsOfOneArmWhereItSaysSoAndElseThoseOfTheStudent() throws Exception {
        String student = REST.replace("student: {", "student: {labelSmoothing: 0.1, ");
        Experiment experiment = ExperimentReader.read(
                student + "  - {name: sharp, labelSmoothing: 0}\n" + "  - {name: spelled-out, labelSmoothing: 0.1}\n");

        assertThat(experiment.arms())
                .extracting(arm -> arm.labelSmoothing(experiment.student().training()))
                .containsExactly(0.1, 0.0, 0.1);
        assertThat(experiment.arms()).extracting(Arm::labelSmoothing).containsExactly(null, 0.0, null);
    }

    @Test
    void namesTheRunByTheSmoothingOfAnArmUnlessItIsTheStudents() throws Exception {
        assertThat(runId("labelSmoothing: 0.1")).isNotEqualTo(runId("promote: true"));
        assertThat(runId("labelSmoothing: 0")).isEqualTo(runId("promote: true"));
    }

    @Test
    void tellsRunsApartByTheirLossAndSchedule() throws Exception {
        assertThat(runId("loss: {kind: kd, standardise: true}")).isNotEqualTo(runId("loss: {kind: kd}"));
        assertThat(runId("loss: {terms: [{kind: kd}]}")).isNotEqualTo(runId("loss: {terms: [{kind: dkd}]}"));
        assertThat(runId("loss: {hardLabelWeight: 1, terms: [{temperature: 4}]}"))
                .isEqualTo(runId("loss: {hardLabelWeight: 1, softTargetWeight: 1}"));
        assertThat(ExperimentReader.digest(new Schedules(new Schedule.OneCycle(0.25))))
                .isNotEqualTo(ExperimentReader.digest(new Schedules(new Schedule.Cosine(0.25))));
    }

    private record Schedules(Schedule schedule) {}

    private static String runId(String loss) throws InvalidExperimentException {
        return ExperimentReader.runId(ExperimentReader.read(REST + "    " + loss + "\n"));
    }

    private static DistillationLoss loss(String loss) throws InvalidExperimentException {
        return ExperimentReader.read(REST + "    loss: " + loss + "\n")
                .arms()
                .getFirst()
                .loss();
    }
}
