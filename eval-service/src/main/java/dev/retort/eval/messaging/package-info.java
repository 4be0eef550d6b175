/** What the service says on the log beside its events. */
@NullMarked
package dev.retort.eval.messaging;

import org.jspecify.annotations.NullMarked;
