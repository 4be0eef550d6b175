/** Writes transfer sets. */
@NullMarked
package dev.retort.teacher.messaging;

import org.jspecify.annotations.NullMarked;
