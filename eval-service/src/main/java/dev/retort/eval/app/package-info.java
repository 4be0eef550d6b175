/** The use cases: fold the log, evaluate what waits, decide, carry out commands. */
@NullMarked
package dev.retort.eval.app;

import org.jspecify.annotations.NullMarked;
