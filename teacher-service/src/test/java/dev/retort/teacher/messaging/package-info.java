/** Of the log of soft targets. */
@NullMarked
package dev.retort.teacher.messaging;

import org.jspecify.annotations.NullMarked;
