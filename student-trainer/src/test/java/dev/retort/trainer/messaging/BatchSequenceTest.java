package dev.retort.trainer.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.Digest;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.kit.run.RunFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchSequenceTest {
    private static final Digest ANY = Digest.of(new byte[0]);

    @Test
    void putsBatchesIntoSequenceWhateverTheirOrder() {
        BatchSequence sequence = new BatchSequence(1, 2, 8, LogPosition.START);

        sequence.add(batch(1), 1, 0);
        assertThat(sequence.poll()).isEmpty();
        sequence.add(batch(0), 0, 0);

        assertThat(sequence.poll())
                .hasValueSatisfying(
                        placed -> assertThat(placed.batch().firstSequence()).isZero());
        assertThat(sequence.poll())
                .hasValueSatisfying(
                        placed -> assertThat(placed.batch().firstSequence()).isEqualTo(1));
        assertThat(sequence.poll()).isEmpty();
    }

    @Test
    void dropsDuplicates() {
        BatchSequence sequence = new BatchSequence(1, 2, 8, LogPosition.START);

        sequence.add(batch(0), 0, 0);
        sequence.add(batch(0), 0, 1);
        sequence.poll();
        sequence.add(batch(0), 0, 2);

        assertThat(sequence.poll()).isEmpty();
    }

    @Test
    void remembersOffsetsOfWhatWasHandedOutAlone() {
        BatchSequence sequence = new BatchSequence(1, 2, 8, LogPosition.START);
        sequence.add(batch(0), 0, 5);
        sequence.add(batch(2), 0, 6);
        sequence.add(batch(1), 1, 9);

        assertThat(sequence.poll().orElseThrow().after()).isEqualTo(new LogPosition(1, Map.of(0, 6L)));
        assertThat(sequence.poll().orElseThrow().after()).isEqualTo(new LogPosition(2, Map.of(0, 6L, 1, 10L)));
    }

    @Test
    void givesUpOnAGapWhenTheLookAheadIsFull() {
        BatchSequence sequence = new BatchSequence(1, 1, 2, LogPosition.START);
        sequence.add(batch(1), 0, 0);
        sequence.add(batch(2), 0, 1);

        assertThatThrownBy(() -> sequence.add(batch(3), 0, 2))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("batch 0");
    }

    @Test
    void waitsForASlowPartitionHoweverFarTheOthersAre() {
        BatchSequence sequence = new BatchSequence(1, 2, 2, LogPosition.START);

        sequence.add(batch(1), 1, 0);
        assertThat(sequence.isFull()).isFalse();
        sequence.add(batch(3), 1, 1);
        assertThat(sequence.isFull()).isTrue();
        assertThat(sequence.nextPartition()).isZero();
        sequence.add(batch(5), 1, 2);
        sequence.add(batch(0), 0, 0);

        assertThat(sequence.poll()).isPresent();
        assertThat(sequence.nextPartition()).isEqualTo(1);
        assertThat(sequence.poll()).isPresent();
        assertThat(sequence.poll()).isEmpty();
    }

    @Test
    void knowsThatTheNextBatchWasOvertakenOnItsOwnPartitionOnly() {
        BatchSequence sequence = new BatchSequence(1, 2, 1024, LogPosition.START);

        sequence.add(batch(1), 1, 0);
        sequence.add(batch(3), 1, 1);
        sequence.add(batch(5), 0, 0);
        assertThat(sequence.isNextOvertaken())
                .as("5 is a stray, and 0 may still come")
                .isFalse();
        sequence.add(batch(2), 0, 1);
        assertThat(sequence.isNextOvertaken()).isTrue();
        sequence.add(batch(0), 0, 2);

        assertThat(sequence.isNextOvertaken()).isFalse();
    }

    @Test
    void goesOnBeforeWhatWaitsThoughItsPartitionIsOutOfOrder() {
        BatchSequence sequence = new BatchSequence(1, 1, 8, LogPosition.START);
        sequence.add(batch(0), 0, 0);
        sequence.add(batch(2), 0, 1);
        sequence.add(batch(1), 0, 2);

        sequence.poll();
        LogPosition afterTheSecond = sequence.poll().orElseThrow().after();
        assertThat(afterTheSecond).isEqualTo(new LogPosition(2, Map.of(0, 1L)));
        BatchSequence resumed = new BatchSequence(1, 1, 8, afterTheSecond);
        resumed.add(batch(2), 0, 1);
        resumed.add(batch(1), 0, 2);
        resumed.add(batch(3), 0, 3);

        assertThat(resumed.poll()).isPresent();
        assertThat(resumed.poll().orElseThrow().after()).isEqualTo(new LogPosition(4, Map.of(0, 4L)));
    }

    private static SoftTargetBatch batch(long number) {
        return new SoftTargetBatch(ANY, ANY, 0, number, 2, new int[] {0}, new int[] {1}, new short[] {0, 0});
    }
}
