/** Which checkpoints may go, as a fold over the log; and what training a student again has come to. Plain Java. */
@NullMarked
package dev.retort.trainer.domain;

import org.jspecify.annotations.NullMarked;
