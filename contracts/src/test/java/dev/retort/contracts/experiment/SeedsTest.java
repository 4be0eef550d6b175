package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeedsTest {
    private static LongStream all(long root) {
        Seeds seeds = new Seeds(root);
        return LongStream.of(
                seeds.split(),
                seeds.teacherWeights(),
                seeds.teacherViews(),
                seeds.transferSet(),
                seeds.studentWeights(),
                seeds.studentWeights(2));
    }

    /** Another derivation would give every run that resumes another split: images held out would be trained on. */
    @Test
    void areTheSameInEveryVersion() {
        assertThat(all(1).boxed())
                .containsExactly(
                        -1866472900569057940L,
                        6545538637013621372L,
                        -1880386159421823448L,
                        -1065280895174865131L,
                        -7303689249414787270L,
                        -8229347135774670557L);
    }

    @Test
    void differForEveryPurposeAndRoot() {
        assertThat(LongStream.range(0, 1000).flatMap(SeedsTest::all).boxed()).doesNotHaveDuplicates();
    }

    @Test
    void giveTheFirstStudentTheWeightsThatItHadBeforeThereWereSeveral() {
        assertThat(new Seeds(1).studentWeights(1)).isEqualTo(new Seeds(1).studentWeights());
    }

    @Test
    void takeAnyRoot() {
        assertThat(all(Long.MIN_VALUE).boxed())
                .doesNotContainAnyElementsOf(all(0).boxed().toList());
    }
}
