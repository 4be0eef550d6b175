package dev.retort.eval.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.eval.Evaluations;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NewestBatchesTest {
    private final NewestBatches batches = new NewestBatches();

    private void admit(long batch, int samples) {
        batches.on(new SamplesAdmitted(
                "run",
                Evaluations.digest("set"),
                batch,
                10 * batch,
                10 * batch + 10,
                samples,
                2,
                0,
                Evaluations.digest("content " + batch),
                Instant.EPOCH));
    }

    @Test
    void sumsUpARangeAndCountsWhatIsSaidTwiceOnce() {
        for (int batch = 0; batch < 4; batch++) {
            admit(batch, 10);
            admit(batch, 10);
        }

        assertThat(batches.range(1, 3)).isEqualTo(new AdmittedRange(2, 16, 10, 30, Evaluations.digest("content 2")));
        assertThat(batches.range(3, 9).batches()).isEqualTo(1);
        assertThat(batches.range(4, 9)).isEqualTo(new AdmittedRange(0, 0, 0, 0, null));
    }

    /** A set grows for months; no window has more than a million samples. */
    @Test
    void forgetsBatchesThatNoCycleCanLearnFromAnyMore() {
        for (int batch = 0; batch < 6; batch++) {
            admit(batch, 400_000);
        }

        assertThat(batches.range(0, 6).batches()).isEqualTo(3);
        assertThat(batches.range(4, 6).batches()).isEqualTo(2);
    }
}
