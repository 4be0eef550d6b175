/** Readiness that tells the truth: the log is read to its end, and broker and store answer. */
@NullMarked
package dev.retort.kit.health;

import org.jspecify.annotations.NullMarked;
