package dev.retort.eval.domain;

import static dev.retort.eval.Evaluations.answers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.retort.contracts.event.PairedCounts;
import dev.retort.distill.score.Predictions;
import org.junit.jupiter.api.Test;

class PairedAnswersTest {
    @Test
    void countsWhoWasRight() {
        Predictions candidate = Predictions.of(2, new int[] {0, 0, 0, 1}, new float[] {1, 0, 1, 0, 0, 1, 1, 0});
        Predictions champion = Predictions.of(2, new int[] {0, 0, 0, 1}, new float[] {1, 0, 0, 1, 1, 0, 1, 0});

        assertThat(PairedAnswers.table(candidate, champion)).isEqualTo(new PairedCounts(1, 1, 1, 1));
        assertThat(PairedAnswers.table(answers(60), answers(50))).isEqualTo(new PairedCounts(50, 10, 0, 40));
    }

    @Test
    void refusesAnswersToOtherImages() {
        Predictions two = Predictions.of(2, new int[] {0, 1}, new float[4]);

        assertThatIllegalArgumentException().isThrownBy(() -> PairedAnswers.table(answers(60), two));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedAnswers.table(two, Predictions.of(2, new int[] {1, 1}, new float[4])))
                .withMessageContaining("label");
    }
}
