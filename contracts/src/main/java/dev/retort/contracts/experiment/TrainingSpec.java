package dev.retort.contracts.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

/**
 * How a network is trained.
 *
 * @param epochs passes over the training part (teacher) or over samplesPerView samples of the log (student)
 * @param gradientClip key {@code gradientClip}: a gradient whose norm over all parameters is greater is scaled down to it,
 *     &gt; 0; 0, the default, does nothing
 * @param averageDecay key {@code average.decay}, in [0, 1): weights and statistics are averaged over the steps, update n
 *     with the decay min(decay, (1 + n) / (10 + n)); the averages are what checkpoints show to scoring, export and serving,
 *     and what a teacher labels with, while training goes on from the weights themselves; 0, the default, does nothing
 * @param checkpointEverySteps a checkpoint after each so many steps and one after the last; 0 only the last
 * @param labelSmoothing share of the hard label spread over all classes, in [0, 1)
 * @param augmentation of a teacher's images; a student takes the views that its log names
 */
public record TrainingSpec(
        int epochs,
        int batchSize,
        OptimizerSpec optimizer,
        @JsonInclude(Include.NON_DEFAULT) double gradientClip,
        @JsonInclude(Include.NON_DEFAULT) double averageDecay,
        Schedule schedule,
        int checkpointEverySteps,
        double labelSmoothing,
        Augmentation augmentation) {}
