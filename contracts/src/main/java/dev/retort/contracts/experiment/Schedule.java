package dev.retort.contracts.experiment;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** The learning rate as a share of the optimizer's, over the steps of a training. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
public sealed interface Schedule {
    /** Linear from 0 to 1 over the first {@code warmup} of all steps, then linear to 0. */
    record OneCycle(double warmup) implements Schedule {}

    /** Linear warm-up over the first {@code warmup} of all steps, then half a cosine to 0. */
    record Cosine(double warmup) implements Schedule {}

    /** Times {@code factor} at each milestone, a share of all steps in (0, 1). */
    record Step(List<Double> milestones, double factor) implements Schedule {
        public Step {
            milestones = List.copyOf(milestones);
        }
    }
}
