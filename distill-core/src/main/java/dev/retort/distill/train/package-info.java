/**
 * Training: {@link dev.retort.distill.train.TrainableNetwork} is a network in libtorch that takes steps, {@link
 * dev.retort.distill.train.TrainingState} all that a step changes, {@link dev.retort.distill.train.LearningRates} the
 * schedules.
 */
@NullMarked
package dev.retort.distill.train;

import org.jspecify.annotations.NullMarked;
