/** Continuous sets: the log of new images with what a teacher says of them, and their views. */
@NullMarked
package dev.retort.kit.continuous;

import org.jspecify.annotations.NullMarked;
