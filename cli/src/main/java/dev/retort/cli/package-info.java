/** The commands of {@code ./retort}. */
@NullMarked
package dev.retort.cli;

import org.jspecify.annotations.NullMarked;
