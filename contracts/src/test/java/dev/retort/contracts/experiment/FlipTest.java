package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.JsonRecords;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlipTest {
    private static String json(String flip) {
        return """
                {"cropPadding":4,"cutout":0,"flip":%s,"mixup":0.0}""".formatted(flip);
    }

    private static Augmentation decode(String json) throws MalformedMessageException {
        return JsonRecords.decode(json.getBytes(StandardCharsets.UTF_8), Augmentation.class);
    }

    /** The flag of before is still one, to the byte: ids of sets are digests of it. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            NEVER, false
            RANDOM, true
            ALTERNATE, "alternate"
            """)
    void hasAFlagsFormsAndOneMoreInJson(Flip flip, String form) throws MalformedMessageException {
        Augmentation augmentation = new Augmentation(flip, 4, 0, 0);

        assertThat(JsonRecords.encode(augmentation)).asString().isEqualTo(json(form));
        assertThat(decode(json(form))).isEqualTo(augmentation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"true\"",
                "\"false\"",
                "\"ALTERNATE\"",
                "\"RANDOM\"",
                "\"\"",
                "0",
                "1",
                "2.5",
                "[true]",
                "{}",
                "null"
            })
    void refusesEveryOtherForm(String form) {
        assertThatThrownBy(() -> decode(json(form)))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SHAPE));
    }

    @ParameterizedTest
    @CsvSource({"false, NEVER", "true, RANDOM", "alternate, ALTERNATE"})
    void isReadFromAnExperimentForTheTeacherAndTheTransferSetEachByItself(String form, Flip flip)
            throws InvalidExperimentException {
        String section = "augmentation: {flip: %s}".formatted(form);
        Experiment ofTeacher =
                ExperimentReader.read(LeastExperiment.YAML.replace("epochs: 3", "epochs: 3\n  " + section));
        Experiment ofSet = ExperimentReader.read(LeastExperiment.YAML + "transferSet: {" + section + "}\n");

        assertThat(flip(ofTeacher)).isEqualTo(flip);
        assertThat(ofTeacher.transferSet().augmentation().flip()).isEqualTo(Flip.RANDOM);
        assertThat(ofSet.transferSet().augmentation().flip()).isEqualTo(flip);
        assertThat(flip(ofSet)).isEqualTo(Flip.RANDOM);
    }

    private static Flip flip(Experiment experiment) {
        return ((TeacherSpec.Catalogued) experiment.teacher())
                .training()
                .augmentation()
                .flip();
    }
}
