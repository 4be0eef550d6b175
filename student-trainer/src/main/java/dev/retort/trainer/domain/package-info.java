/**
 * When a run is retrained and which checkpoints may go, as pure folds over the event log; what training a student again has
 * come to.
 */
@NullMarked
package dev.retort.trainer.domain;

import org.jspecify.annotations.NullMarked;
