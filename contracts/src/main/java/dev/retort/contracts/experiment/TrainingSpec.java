package dev.retort.contracts.experiment;

/**
 * How a network is trained.
 *
 * @param epochs passes over the training part (teacher) or over samplesPerView samples of the log (student)
 * @param checkpointEverySteps a checkpoint after each so many steps and one after the last; 0 only the last
 * @param labelSmoothing share of the hard label spread over all classes, in [0, 1)
 * @param augmentation of a teacher's images; a student takes the views that its log names
 */
public record TrainingSpec(
        int epochs,
        int batchSize,
        OptimizerSpec optimizer,
        Schedule schedule,
        int checkpointEverySteps,
        double labelSmoothing,
        Augmentation augmentation) {}
