package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.experiment.Arm;
import java.time.Instant;

/** Records of cycles for tests: batches 1 and 2 of a set, three old samples a step and five new ones. */
final class Cycles {
    static final Digest DIGEST = new Digest("1".repeat(64));

    private Cycles() {}

    static RetrainingStarted cycle(int number, long seed) {
        return new RetrainingStarted(
                "run",
                number,
                Arm.cycle(number),
                DIGEST,
                DIGEST,
                DIGEST,
                1,
                3,
                DIGEST,
                3,
                5,
                seed,
                20,
                0.1,
                "",
                Instant.EPOCH);
    }
}
