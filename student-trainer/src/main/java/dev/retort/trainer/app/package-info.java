/**
 * The use case: take the steps of every arm of every run that has a transfer set, and of every cycle, from where its last
 * checkpoint is. A {@link dev.retort.trainer.app.StudentSource} says what a student is made from; {@link
 * dev.retort.trainer.app.OneTraining} trains it, {@link dev.retort.trainer.app.TrainedAgain} trains it again, both by the {@link
 * dev.retort.trainer.app.StepLoop}.
 */
@NullMarked
package dev.retort.trainer.app;

import org.jspecify.annotations.NullMarked;
