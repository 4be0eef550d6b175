/** The use case: take the steps of every arm of every run that has a transfer set, from where its last checkpoint is. */
@NullMarked
package dev.retort.trainer.app;

import org.jspecify.annotations.NullMarked;
