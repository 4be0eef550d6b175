/** What the service says and reads on the log beside its events. */
@NullMarked
package dev.retort.eval.messaging;

import org.jspecify.annotations.NullMarked;
