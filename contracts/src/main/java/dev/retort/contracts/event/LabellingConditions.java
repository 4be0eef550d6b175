package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.manifest.Machine;

/**
 * What the bits of a teacher's logits hang on besides teacher and images.
 *
 * @param precision bf16 or fp32, as used; {@link #OF_THE_FILE} where a teacher from elsewhere brings its own
 * @param threads of the engine
 */
public record LabellingConditions(String precision, int threads, Machine machine) {
    public static final String OF_THE_FILE = "file";

    public LabellingConditions {
        Arguments.requireAtLeast("threads", threads, 1);
    }
}
