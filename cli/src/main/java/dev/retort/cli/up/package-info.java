/** {@code ./retort up}: everything on one machine, one experiment, and the answer of its student. */
@NullMarked
package dev.retort.cli.up;

import org.jspecify.annotations.NullMarked;
