/** The soft-target log, read with our own offsets. */
@NullMarked
package dev.retort.trainer.messaging;

import org.jspecify.annotations.NullMarked;
