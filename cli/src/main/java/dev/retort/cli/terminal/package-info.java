/** Showing progress: bars that redraw themselves on a terminal, plain lines everywhere else. */
@NullMarked
package dev.retort.cli.terminal;

import org.jspecify.annotations.NullMarked;
