/** The event log: every service reads all of it from its beginning, in one order, and appends to it. */
@NullMarked
package dev.retort.kit.log;

import org.jspecify.annotations.NullMarked;
