package dev.retort.teacher.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Augmentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MissingBatchesTest {
    private static final Digest ANY = Digest.of(new byte[0]);
    /** 10 batches on 3 partitions: 0 3 6 9, 1 4 7, 2 5 8. */
    private static final TransferSet SET = new TransferSet(ANY, ANY, ANY, Augmentation.NONE, 1, 0, 1, 1, 10, 1, 3, 2);

    @Test
    void ofAnEmptyLogAllAreMissingInSequence() {
        assertThat(all(new MissingBatches(SET, Set.of(0, 1, 2), Map.of())))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void ofSomePartitionsTheirsAreMissingAlone() {
        assertThat(all(new MissingBatches(SET, Set.of(0, 2), Map.of()))).containsExactly(0L, 2L, 3L, 5L, 6L, 8L, 9L);
    }

    @Test
    void goesOnBehindTheLastOfEachPartition() {
        assertThat(all(new MissingBatches(SET, Set.of(0, 1, 2), Map.of(0, 6L, 1, 1L))))
                .containsExactly(2L, 4L, 5L, 7L, 8L, 9L);
    }

    @Test
    void lacksNothingWhenEveryPartitionHasItsLast() {
        assertThat(new MissingBatches(SET, Set.of(0, 1, 2), Map.of(0, 9L, 1, 7L, 2, 8L)).isEmpty())
                .isTrue();
        assertThat(new MissingBatches(SET, Set.of(), Map.of()).isEmpty()).isTrue();
    }

    @Test
    void countsWhatIsMissing() {
        for (Map<Integer, Long> last : List.<Map<Integer, Long>>of(
                Map.of(), Map.of(0, 0L), Map.of(0, 6L, 1, 1L), Map.of(0, 9L, 1, 7L, 2, 8L))) {
            MissingBatches missing = new MissingBatches(SET, Set.of(0, 1, 2), last);

            assertThat(missing.count())
                    .as(last.toString())
                    .isEqualTo(all(missing).size());
            assertThat(missing.count()).as("handed out").isZero();
        }
    }

    private static List<Long> all(MissingBatches missing) {
        List<Long> batches = new ArrayList<>();
        for (OptionalLong next = missing.next(); next.isPresent(); next = missing.next()) {
            batches.add(next.getAsLong());
        }
        return batches;
    }
}
