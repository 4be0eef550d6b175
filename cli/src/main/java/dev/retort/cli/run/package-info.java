/** A run as the event log tells it. */
@NullMarked
package dev.retort.cli.run;

import org.jspecify.annotations.NullMarked;
