/** Tests of how the event log is read and written. */
@NullMarked
package dev.retort.kit.log;

import org.jspecify.annotations.NullMarked;
