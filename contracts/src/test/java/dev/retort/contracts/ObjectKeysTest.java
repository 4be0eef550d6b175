package dev.retort.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ObjectKeysTest {
    private static final Digest DIGEST = Examples.digest("artefact");

    @Test
    void namesArtefactsByTheirDigest() {
        assertThat(ObjectKeys.dataset(DIGEST)).isEqualTo("datasets/" + DIGEST.hex() + "/");
        assertThat(ObjectKeys.model(DIGEST)).isEqualTo("models/" + DIGEST.hex() + "/");
        assertThat(ObjectKeys.checkpoint("run-1", "distilled", 108, DIGEST))
                .isEqualTo("runs/run-1/checkpoints/distilled/000000000108/" + DIGEST.hex() + "/");
    }

    @Test
    void listsCheckpointsInTheOrderOfTheirSteps() {
        assertThat(LongStream.of(0, 9, 10, 99, 108, 1_000_000, 999_999_999_999L)
                        .mapToObj(step -> ObjectKeys.checkpoint("run-1", "distilled", step, DIGEST)))
                .isSorted()
                .allMatch(key -> key.startsWith(ObjectKeys.checkpoints("run-1", "distilled")));
    }

    @Test
    void keepsOneArmsCheckpointsApartFromAnothersWhoseNameBeginsAlike() {
        assertThat(ObjectKeys.checkpoint("run-1", "t1", 1, DIGEST))
                .startsWith(ObjectKeys.checkpoints("run-1", "t1"))
                .doesNotStartWith(ObjectKeys.checkpoints("run-1", "t"));
    }
}
