/**
 * Training: {@link dev.retort.distill.train.TrainableNetwork} is a network in libtorch that takes steps, {@link
 * dev.retort.distill.train.TrainingState} all that a step changes, {@link dev.retort.distill.train.StateSnapshot} a copy of it
 * for a checkpoint, {@link dev.retort.distill.train.LearningRates} the schedules; {@link
 * dev.retort.distill.train.FrozenNetwork} answers logits and nothing else.
 */
@NullMarked
package dev.retort.distill.train;

import org.jspecify.annotations.NullMarked;
