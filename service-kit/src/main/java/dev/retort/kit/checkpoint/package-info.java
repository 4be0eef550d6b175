/** Checkpoints: written whole or not at all, announced on the log, read back by who goes on or scores. */
@NullMarked
package dev.retort.kit.checkpoint;

import org.jspecify.annotations.NullMarked;
